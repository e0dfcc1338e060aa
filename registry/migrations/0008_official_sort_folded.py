from django.db import migrations, models

import registry.fields


def fill(apps, schema_editor):
    officials = apps.get_model("registry", "Official").objects.order_by("pk")
    batch = []
    for official in officials.iterator(chunk_size=2_000):
        batch.append(official)
        if len(batch) == 2_000:
            officials.bulk_update(batch, ["sort_folded"], batch_size=200)
            batch = []
    officials.bulk_update(batch, ["sort_folded"], batch_size=200)


class Migration(migrations.Migration):
    dependencies = [("registry", "0007_import_file_in_parts_only")]

    operations = [
        migrations.AddField(
            model_name="official",
            name="sort_folded",
            field=registry.fields.FoldedField("sort_name", default="", max_length=600),
            preserve_default=False,
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="official",
            index=models.Index(fields=["sort_folded"], name="registry_of_sort_fo_1712ef_idx"),
        ),
    ]
