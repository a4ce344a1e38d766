// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/credential.h"
#include "runner.h"

//! What people copy, type or put into a variable as a token.
class CredentialTest : public QObject
{
    Q_OBJECT
private slots:
    void tokens_data();
    void tokens();
    void noTokens_data();
    void noTokens();
};

void CredentialTest::tokens_data()
{
    QTest::addColumn<QString>("text");
    const auto row = [](const char *name, const QString &text) { QTest::newRow(name) << text; };
    row("as it is", u"pat_x"_qs);
    row("blanks", u"  pat_x\t "_qs);
    row("line end", u"pat_x\n"_qs);
    row("CR LF on both sides", u"\r\npat_x\r\n"_qs);
    row("zero-width space", u"\u200bpat_x\u200b"_qs);
    row("zero-width space within", u"pat\u200b_x"_qs);
    row("byte order mark", u"\ufeffpat_x"_qs);
    row("no-break and ideographic space", u"\u00a0pat_x\u3000"_qs);
    row("mark of direction", u"\u200epat_x\u202c"_qs);
    row("quotes", u"\"pat_x\""_qs);
    row("single quotes", u"'pat_x'"_qs);
    row("quotes of a word processor", u"\u201cpat_x\u201d"_qs);
    row("Chinese quotes", u"\u300cpat_x\u300d"_qs);
    row("backticks", u"`pat_x`"_qs);
    row("quotes and line end", u"\"pat_x\"\r\n"_qs);
    row("Bearer", u"Bearer pat_x"_qs);
    row("bearer twice", u"bearer Bearer  pat_x"_qs);
    row("Bearer in quotes", u"\"Bearer pat_x\""_qs);
    row("a whole header", u"Authorization: Bearer pat_x\r\n"_qs);
    row("quotes within", u"Bearer \"pat_x\""_qs);
}

void CredentialTest::tokens()
{
    QFETCH(QString, text);
    const QByteArray token = credential::tidied(text.toUtf8());
    QCOMPARE(token, QByteArray("pat_x"));
    QVERIFY(credential::isToken(token));
}

void CredentialTest::noTokens_data()
{
    QTest::addColumn<QByteArray>("text");
    for (const char *text :
         {"", " \r\n", "\"\"", "Bearer", "Bearer ", "\xe2\x80\x8b", "pat_x pat_y", "pat_x\r\nX-Evil: 1",
          "pat_x\ny", "pat_\xc3\xa9", "pat_\x7f_x", "\xef\xbd\x90\xef\xbd\x81t"})
        QTest::addRow("%s", QByteArray(text).toPercentEncoding().constData()) << QByteArray(text);
    QTest::newRow("NUL within") << QByteArray("pat_\0x", 6);
}

void CredentialTest::noTokens()
{
    QFETCH(QByteArray, text);
    QVERIFY(!credential::isToken(credential::tidied(text)));
}

ROOM_TEST(CredentialTest, QCoreApplication)
#include "test_credential.moc"
