"""The circle of confidentiality: signed wording, keys, grants. It does not know what it guards."""
