"""The manual as web pages (`--html FOLDER`), and the pictures in it (`--pictures`): `python -m tools.manual`."""
