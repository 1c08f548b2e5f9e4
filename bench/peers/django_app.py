"""Tells Django where the models of the desk are; loaded by Django when `django_site` sets it up."""

from importlib import import_module

from django.apps import AppConfig


class Desk(AppConfig):
    """The desk as an application of Django's."""

    name, label = "bench.peers", "desk"

    def import_models(self) -> None:
        """Read the models from where they stand."""
        self.models = self.apps.all_models[self.label]
        self.models_module = import_module("bench.peers.django_models")
