"""Plain arithmetic of assessments: schemes, results, severity, grades. Marks are whole hundredths. No database."""
