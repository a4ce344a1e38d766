// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/plainname.h"
#include "runner.h"

using plainname::Flaw;
Q_DECLARE_METATYPE(Flaw)

//! What may stand in the name of a group or a person.
class PlainNameTest : public QObject
{
    Q_OBJECT
private slots:
    void flaws_data();
    void flaws();
    void brokenTexts();
};

void PlainNameTest::flaws_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<Flaw>("flaw");
    QTest::addColumn<QString>("cleaned");
    const auto row = [](const char *what, const QString &name, Flaw flaw, const QString &cleaned) {
        QTest::newRow(what) << name << flaw << cleaned;
    };
    for (const QString &good : {u"Ann"_qs, u"妈妈"_qs, u"Zoë 🎤"_qs, u"👩\u200d👧"_qs, u"علي"_qs, u"שָׁלוֹם"_qs,
                                u"नमस्ते"_qs, u"A\u200e!"_qs})
        row(qPrintable(u"good: "_qs + good), good, Flaw::None, good);
    row("empty", QString(), Flaw::Invisible, {});
    row("blanks", u" \u3000\u00a0"_qs, Flaw::Invisible, {});
    row("zero-width space", u"\u200b"_qs, Flaw::Invisible, {});
    row("joiners and marks", u"\u200d\u2060\ufeff\u200e"_qs, Flaw::Invisible, {});
    row("Hangul filler", u"\u3164"_qs, Flaw::Invisible, {});
    row("an accent on nothing", u"\u0301"_qs, Flaw::Invisible, {});
    row("NUL", u"Ann\0x"_qs, Flaw::Control, u"Ann x"_qs);
    row("line feed", u"Ann\nBob"_qs, Flaw::Control, u"Ann Bob"_qs);
    row("CR LF at the end", u"Ann\r\n"_qs, Flaw::Control, u"Ann"_qs);
    row("tab", u"Ann\tBob"_qs, Flaw::Control, u"Ann Bob"_qs);
    row("line separator", u"Ann\u2028Bob"_qs, Flaw::Control, u"Ann Bob"_qs);
    row("escape", u"\u001b[31mAnn"_qs, Flaw::Control, u"[31mAnn"_qs);
    row("C1", u"Ann\u0085"_qs, Flaw::Control, u"Ann"_qs);
    for (const char16_t c : {0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069})
        row(qPrintable(QString::number(c, 16)), u"Ann"_qs + QChar(c) + u"bmoC"_qs, Flaw::Direction,
            u"AnnbmoC"_qs);
    row("high surrogate", u"Ann"_qs + QChar(0xd83c), Flaw::Broken, u"Ann\ufffd"_qs);
    row("low surrogate", QChar(0xdc00) + u"Ann"_qs, Flaw::Broken, u"\ufffdAnn"_qs);
}

void PlainNameTest::flaws()
{
    QFETCH(QString, name);
    QFETCH(Flaw, flaw);
    QFETCH(QString, cleaned);
    QCOMPARE(int(plainname::flawOf(name)), int(flaw));
    QCOMPARE(plainname::cleaned(name), cleaned);
    QVERIFY(cleaned.isEmpty() || plainname::flawOf(cleaned) == Flaw::None);
}

void PlainNameTest::brokenTexts()
{
    QVERIFY(!plainname::isBroken(u"two\nlines\tand \u202e more"_qs));
    QVERIFY(plainname::isBroken(u"a\0b"_qs));
    QVERIFY(plainname::isBroken(QString(QChar(0xd800))));
}

ROOM_TEST(PlainNameTest, QCoreApplication)
#include "test_plainname.moc"
