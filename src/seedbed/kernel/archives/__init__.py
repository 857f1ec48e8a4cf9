"""One piece of work as a file for the archive: its rows, its papers, a digest of each; read back, it proves itself.

`gathering` finds the rows, `packing` writes and reads the zip, `laying` puts the rows into an empty site.
"""
