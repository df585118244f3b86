"""Letters that say her case was heard: to her solicitor, her IDVA, or her own hand."""
