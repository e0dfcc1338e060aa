from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('registry', '0004_imports_of_several_files'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='importbatch',
            name='file',
        ),
    ]
