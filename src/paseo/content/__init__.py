"""Knowledge as data: packs, their language maps, and the problems a check can find.

What the other floors use:

========================================  =====================================================
``store.load_pack(id, kind="")``          a checked :class:`pack.Pack`; raises ``Refused``
``store.list_packs(kind="")``             a :class:`store.PackInfo` per pack: shipped and own
``pack.Pack``                             ``header``, ``section(name)``, ``table(name)``,
                                          ``words(value)``, ``place(*path)``
``pack.Table``                            a CSV part as columns: ``columns[name] -> list``
``dated.Dated``                           a value that changes with time: ``at(date)``
``check.check(path)``                     every problem of any file whose kind is known
``registry.PackKind``, ``FileKind``       what a room puts into ``PACKS`` and ``FILES`` of its
                                          module ``paseo/<room>/kinds.py`` to add kinds
``language``, ``phrases``, ``problems``   language maps, sentences, numbered problems
========================================  =====================================================
"""
