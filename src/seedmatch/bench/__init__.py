"""Figures of the engine side by side with other libraries: ``python -m seedmatch bench``."""
