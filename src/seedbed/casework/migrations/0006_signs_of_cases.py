"""Cases that were registered before there was a search get their signs."""

from django.db import migrations

from seedbed.kernel.search import signs_of


def fill(apps, schema_editor):
    cases = apps.get_model("casework", "Case").objects.using(schema_editor.connection.alias)
    paths = apps.get_model("directory", "UnitClosure").objects.using(schema_editor.connection.alias)
    for row in cases.filter(confidential=False).iterator(chunk_size=1000):
        around = paths.filter(descendant=row.area_id, ancestor__kind="area").order_by("depth").values_list("ancestor__name", flat=True)
        signs = signs_of(row.title, row.words, row.place, numbers=[row.number, row.external, *around])
        cases.filter(pk=row.pk).update(signs=signs)


class Migration(migrations.Migration):

    dependencies = [("casework", "0005_search_and_indexes")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
