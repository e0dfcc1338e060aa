from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('registry', '0006_files_become_parts'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='importbatch',
            name='file',
        ),
    ]
