from generation.modules import generated

for file, text in generated().items():
    file.write_text(text, encoding="utf-8")
