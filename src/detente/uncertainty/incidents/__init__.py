"""What incidents cost, what is done about them, and whether that is cheap insurance.

Begin with `insurance.risk`. `from_case` compiles a case to the `Outlook` of `classes`, which also
has the expectations in closed form; the verdict of `covering` rests on these, and `compound` draws
what means cannot say.
"""
