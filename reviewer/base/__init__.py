"""What every room may use: the language of the messages, and the files that come with the program."""
