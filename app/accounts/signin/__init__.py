"""Sign-in: e-mail, passphrase and second factor; invitations; forgotten passphrases."""
