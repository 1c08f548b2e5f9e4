"""The letters of a case: forms as data, facts from the log, and the sheet both make.

versions, forms, form_file, form   which form a letter is printed on, and how one is read
vocabulary                         the values and lists a form may use
facts, facts_*                     what the log says, by name
filling                            form and facts make a `sheet.Sheet`, or a sentence on why not
pdf, docx, own                     a sheet as a file; an office's own template
"""
