"""Makes PDF files of plain values: tagged, without metadata, locked with a passphrase if asked."""
