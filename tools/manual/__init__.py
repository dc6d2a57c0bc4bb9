"""The manual as web pages (`--html FOLDER`), as PDF (`--pdf FOLDER`), and the pictures in it (`--pictures`).

All by `python -m tools.manual`.
"""
