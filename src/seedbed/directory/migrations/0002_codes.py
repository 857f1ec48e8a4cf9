"""Load regions and industries."""

from django.db import migrations

from seedbed.directory.codes import industry_rows, region_rows


def load(apps, schema_editor):
    Region = apps.get_model("directory", "Region")
    Industry = apps.get_model("directory", "Industry")
    Region.objects.bulk_create([Region(**row) for row in region_rows()], batch_size=500)
    Industry.objects.bulk_create([Industry(**row) for row in industry_rows()], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("directory", "0001_tables")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
