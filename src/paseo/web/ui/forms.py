"""Forms are drawn by the design system: ``{{ form }}`` and ``{% field form.name %}``."""

from __future__ import annotations

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Uses our field and our form; the fields' own elements stay Django's."""

    form_template_name = "ui/form.html"
    field_template_name = "ui/field.html"
