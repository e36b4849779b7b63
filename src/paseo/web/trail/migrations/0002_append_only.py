"""Lock the trail in the database itself."""

from django.db import migrations

from paseo.web.trail import triggers


def lock(apps, schema_editor):
    triggers.install(schema_editor.connection)


def unlock(apps, schema_editor):
    triggers.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("trail", "0001_initial")]
    operations = [migrations.RunPython(lock, unlock)]
