"""What happens to each prompt, and where: from the steps of previews to the changes of a report."""
