from django.db import migrations


def fill_parts(apps, schema_editor):
    """A batch had one file; what was planned or applied of it stands in its report."""
    Batch = apps.get_model("registry", "ImportBatch")
    Part = apps.get_model("registry", "ImportPart")
    for batch in Batch.objects.iterator():
        is_applied = batch.applied_at is not None
        Part.objects.create(
            batch=batch, file_id=batch.file_id, name=batch.name, is_applied=is_applied,
            sent_at=batch.created_at, sent_by_id=batch.created_by_id,
        )
        sheets = batch.report.get("sheets", [])
        for sheet in sheets:
            sheet |= {"file": batch.name, "part": 0}
        batch.settled = len(sheets) if is_applied else 0
        batch.save(update_fields=["report", "settled"])


class Migration(migrations.Migration):

    dependencies = [
        ('registry', '0005_imports_of_several_files'),
    ]

    operations = [
        migrations.RunPython(fill_parts, migrations.RunPython.noop),
    ]
