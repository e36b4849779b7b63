"""Indicators that a city decided not to assess."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("evidence", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="city",
            name="left_out",
            field=models.JSONField(default=list, verbose_name="left out by the city"),
        ),
    ]
