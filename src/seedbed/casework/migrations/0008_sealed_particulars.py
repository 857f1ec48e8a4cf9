import json

from django.db import migrations, models

from seedbed.kernel import sealed

MARK = "■"


def seal_what_lay_open(apps, schema_editor):
    """Put numbers of work orders, reasons and remarks of cases that are confidential already under their seal."""
    table = lambda name: apps.get_model("casework", name).objects  # noqa: E731
    for case in table("Case").filter(confidential=True):
        said = [("external", case.external)]
        for what, rows, column, mark in (
                ("extension", table("ClockExtension").filter(clock__case=case), "reason", MARK), ("pause", table("ClockPause").filter(clock__case=case), "remark", MARK),
                ("exclusion", table("CallBack").filter(case=case), "exclusion_why", MARK), ("unlink", table("CaseLink").filter(case=case), "undone_why", MARK),
                ("file", table("CaseFile").filter(case=case), "label", "")):
            for row in rows.exclude(**{column: ""}):
                said.append((what, getattr(row, column)))
                rows.filter(pk=row.pk).update(**{column: mark})
        said = [(what, text) for what, text in said if text]
        if said:
            table("Case").filter(pk=case.pk).update(external="", external_digest=sealed.lookup(f"order:{case.external}") if case.external else "",
                                                    particulars_sealed=sealed.seal(json.dumps(said, ensure_ascii=False)))


class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0007_erased_tickets'),
    ]

    operations = [
        migrations.AddField(
            model_name='case',
            name='external_digest',
            field=models.CharField(blank=True, max_length=64, verbose_name='digest of the number outside'),
        ),
        migrations.AddField(
            model_name='case',
            name='particulars_sealed',
            field=models.TextField(blank=True, verbose_name='title, place and remarks (sealed)'),
        ),
        migrations.RunPython(seal_what_lay_open, migrations.RunPython.noop),
    ]
