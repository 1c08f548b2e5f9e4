"""Paper by typst: one press for letters and tables, which knows neither.

fonts    the type all of it is set in
press    one template and its type, given to typst
room     the presses of this process, safe to fork around: what others call
helper   a press in a process of its own
"""
