"""What a page may ask and how an answer is read; forms know no database."""
