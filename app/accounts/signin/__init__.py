"""Sign-in: email, passphrase and second factor; invitations; forgotten passphrases."""
