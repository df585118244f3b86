"""The calendar: meetings are planned, one or a series, changed, cancelled, listed and handed on."""
