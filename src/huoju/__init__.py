"""Huoju (火炬): runs a development zone by its plan. Read -> check -> run -> report."""

__version__ = "0.1.0"
