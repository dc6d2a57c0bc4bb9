"""The few dialogs: questions before something is lost, files to choose, settings, manual, about."""
