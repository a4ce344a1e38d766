// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/connections/connectionroom.h"

#include "runner.h"
#include "tasks/connections/connectionaddress.h"
#include "tasks/connections/connectioneditor.h"

#include <QCheckBox>
#include <QDateEdit>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QLabel>
#include <QPushButton>

using SignIn = SavedConnection::SignIn;

namespace {

enum Service { China, Elsewhere, Other };

//! An open ConnectionEditor.
struct Desk : ConnectionRoom
{
    void show(const SavedConnection &connection = {})
    {
        editor = new ConnectionEditor(studio(), connection);
        editor->open();
    }
    ~Desk() { delete editor; }
    template <class Widget>
    Widget *get(const char *name)
    {
        return find<Widget>(*editor, name);
    }
    QLineEdit *edit(const char *name) { return get<QLineEdit>(name); }
    QString note(const char *name) { return get<ConnectionNote>(name)->text(); }
    bool isShown(const char *name) { return get<QWidget>(name)->isVisible(); }
    void choose(Service service) { get<QComboBox>("serviceBox")->setCurrentIndex(service); }
    void enter(const QString &address)
    {
        choose(Other);
        edit("baseEdit")->clear();
        QTest::keyClicks(edit("baseEdit"), address);
        QApplication::sendEvent(edit("baseEdit"), &leaving);
    }
    QPushButton *button(QDialogButtonBox::StandardButton which)
    {
        return get<QDialogButtonBox>("buttons")->button(which);
    }
    //! Presses Save and waits for what comes of it: saved, or a sentence beside a field.
    bool save()
    {
        QSignalSpy saved(editor, &ConnectionEditor::saved);
        button(QDialogButtonBox::Save)->click();
        const bool isGood = get<QWidget>("content")->isEnabled() ? !saved.isEmpty() : true;
        return isGood && (!saved.isEmpty() || saved.wait());
    }
    SavedConnection only()
    {
        if (connections.all().size() != 1)
            qFatal("there are %d connections", int(connections.all().size()));
        return connections.all().first();
    }

    QPointer<ConnectionEditor> editor;
    QFocusEvent leaving{QEvent::FocusOut};
};

QString data(const char *file)
{
    return QStringLiteral(TEST_DATA "/") + QLatin1String(file);
}

// Of 2020.
const QByteArray expiredAuthority = R"(-----BEGIN CERTIFICATE-----
MIIBUDCB96ADAgECAgEBMAoGCCqGSM49BAMCMBgxFjAUBgNVBAMMDU9sZCBhdXRo
b3JpdHkwHhcNMjAwMTAxMDAwMDAwWhcNMjEwMTAxMDAwMDAwWjAYMRYwFAYDVQQD
DA1PbGQgYXV0aG9yaXR5MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEH72szKjq
WWAbBBT6Jhx+nrHqu3+fRJ5Tk1dkR7BUUx/2vxnu08m2tkSQOTr1597VtYG8KBSZ
sAeLPsY2fiQlU6MyMDAwDwYDVR0TAQH/BAUwAwEB/zAdBgNVHQ4EFgQUadSZJTCF
0QaKy8i1ZGFT6KWXHG4wCgYIKoZIzj0EAwIDSAAwRQIhANSMZeC9i8c5TSsOiB4e
ToeW1MDADsnk/V/L0qa6iclyAiAR5Yu34b66wnhb1pKlU2v6qZ5XKKs1XroaRGsx
yicRkw==
-----END CERTIFICATE-----
)";

} // namespace

class ConnectionEditorTest : public QObject
{
    Q_OBJECT
private slots:
    void addsCoze();
    void saysWhereTheTokenIs();
    void refusesTokens_data();
    void refusesTokens();
    void hintsAtOtherTokens();
    void judgesAddresses_data();
    void judgesAddresses();
    void plainNeedsConsent();
    void namesAreUnique();
    void suggestsNames();
    void keptTokenIsNeverShown();
    void saysThatNoTokenCanBeRead();
    void tokenStaysWithItsAddress();
    void tokenHasAnEnd();
    void cozeAlwaysCharges();
    void trustsAnAuthority();
    void refusesAuthorities_data();
    void refusesAuthorities();
    void choosesFilesWithoutBlocking();
    void opensCozesPages();
    void byKeyboardAlone();
    void everythingHasAName();
    void otherLanguage();
};

void ConnectionEditorTest::addsCoze()
{
    Desk desk;
    desk.show();
    QCOMPARE(desk.editor->windowTitle(), QStringLiteral("Add a connection"));
    QCOMPARE(desk.edit("tokenEdit")->echoMode(), QLineEdit::Password);
    desk.get<QAbstractButton>("showButton")->click();
    QCOMPARE(desk.edit("tokenEdit")->echoMode(), QLineEdit::Normal);
    desk.edit("tokenEdit")->setText(QStringLiteral(" pat_marker\n")); // as it is copied
    QVERIFY(desk.save());
    const SavedConnection made = desk.only();
    QCOMPARE(made.name, QStringLiteral("Coze in China"));
    QCOMPARE(made.base, QUrl(QStringLiteral("https://api.coze.cn")));
    QCOMPARE(made.signIn, SignIn::AccessToken);
    QVERIFY(made.isBilled);
    QCOMPARE(desk.secret(made.id), QByteArray("pat_marker"));
    QVERIFY(!desk.settingsFile().contains("pat_marker"));
    QVERIFY(desk.edit("tokenEdit")->text().isEmpty());
    QVERIFY(!desk.edit("tokenEdit")->isUndoAvailable());
    QCOMPARE(desk.edit("tokenEdit")->echoMode(), QLineEdit::Password);
}

void ConnectionEditorTest::saysWhereTheTokenIs()
{
    Desk desk;
    desk.show();
    desk.edit("tokenEdit")->setText(QStringLiteral("pat_marker"));
    QVERIFY(desk.save());
    // There is no keyring here: it stays until that was read.
    QVERIFY(desk.editor->isVisible());
    QVERIFY(desk.isShown("unkeptFrame"));
    QVERIFY(
        desk.get<QLabel>("unkeptLabel")->text().contains(QStringLiteral("until this application closes")));
    QVERIFY(!desk.isShown("content"));
    QVERIFY(!desk.button(QDialogButtonBox::Save));
    QCOMPARE(desk.editor->focusWidget(), desk.button(QDialogButtonBox::Close));
    MarkedLanguage language;
    QApplication::installTranslator(&language);
    QTRY_VERIFY(desk.get<QLabel>("unkeptLabel")->text().startsWith(QStringLiteral("§")));
    QApplication::removeTranslator(&language);
    desk.button(QDialogButtonBox::Close)->click();
    QTRY_VERIFY(desk.editor.isNull());
    QCOMPARE(desk.connections.all().size(), 1);
}

void ConnectionEditorTest::refusesTokens_data()
{
    QTest::addColumn<QString>("token");
    QTest::addColumn<QString>("sentence");
    const QString word = QStringLiteral("A token is one word");
    QTest::newRow("none") << QString() << QStringLiteral("Enter the token");
    QTest::newRow("blank") << QStringLiteral("  \n ") << QStringLiteral("Enter the token");
    QTest::newRow("space") << QStringLiteral("pat_mar ker") << word;
    QTest::newRow("two lines") << QStringLiteral("pat_mar\nker") << word;
    QTest::newRow("letters of another script") << QStringLiteral("pat_marкer") << word;
}

void ConnectionEditorTest::refusesTokens()
{
    QFETCH(QString, token);
    QFETCH(QString, sentence);
    Desk desk;
    desk.show();
    QVERIFY(desk.note("tokenNote").isEmpty()); // nobody is told off before trying
    desk.edit("tokenEdit")->setText(token);
    QVERIFY(!desk.save());
    QVERIFY2(desk.note("tokenNote").startsWith(sentence), qPrintable(desk.note("tokenNote")));
    QVERIFY(desk.isShown("tokenNote"));
    QCOMPARE(desk.edit("tokenEdit")->accessibleDescription(), desk.note("tokenNote"));
    QCOMPARE(desk.editor->focusWidget(), desk.edit("tokenEdit"));
    QCOMPARE(desk.edit("tokenEdit")->text(), token);
    QVERIFY(desk.connections.all().isEmpty());
}

void ConnectionEditorTest::hintsAtOtherTokens()
{
    Desk desk;
    desk.show();
    desk.edit("tokenEdit")->setText(QStringLiteral("pat"));
    QVERIFY(desk.note("tokenNote").isEmpty());
    desk.edit("tokenEdit")->setText(QStringLiteral("czu_x"));
    QVERIFY(desk.note("tokenNote").contains(QStringLiteral("begin with pat_")));
    desk.edit("tokenEdit")->setText(QStringLiteral("sat_x"));
    QVERIFY(desk.note("tokenNote").contains(QStringLiteral("looks like a service token")));
    desk.get<QComboBox>("signInBox")->setCurrentIndex(int(SignIn::ServiceToken));
    QVERIFY(desk.note("tokenNote").isEmpty());
    QVERIFY(!desk.isShown("expiresField"));
    desk.edit("tokenEdit")->setText(QStringLiteral("any"));
    QVERIFY(desk.note("tokenNote").contains(QStringLiteral("begin with sat_")));
    desk.choose(Other);
    QVERIFY(desk.note("tokenNote").isEmpty()); // other services have other tokens
    desk.choose(Elsewhere);
    QVERIFY(desk.save()); // it is a hint
    QCOMPARE(desk.only().signIn, SignIn::ServiceToken);
    QCOMPARE(desk.only().base, QUrl(QStringLiteral("https://api.coze.com")));
}

void ConnectionEditorTest::judgesAddresses_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("sentence"); // or nothing, where it is good
    QTest::addColumn<QString>("base");
    const auto row = [](const char *typed, const char *sentence, const char *base = "") {
        QTest::newRow(*typed ? typed : "nothing")
            << QString::fromLatin1(typed) << QString::fromLatin1(sentence) << QString::fromLatin1(base);
    };
    row("https://voice.example.org/", "", "https://voice.example.org");
    row("https://voice.example.org/coze//", "", "https://voice.example.org/coze");
    row(" voice.example.org:8443 ", "", "https://voice.example.org:8443");
    row("http://127.0.0.1:8080", "", "http://127.0.0.1:8080");
    row("http://localhost:8080/", "", "http://localhost:8080");
    row("", "Enter the address");
    row("http://voice.example.org", "Without https");
    row("http://93.184.216.34", "Without https");
    row("http://192.168.1.5:8080", "This address is not protected");
    row("ftp://voice.example.org", "This is not the address");
    row("https://", "This is not the address");
    row("https://me:word@voice.example.org", "This is not the address");
    row("https://voice.example.org/?key=1", "This is not the address");
    row("https://voice.example.org/#top", "This is not the address");
    row("two words", "This is not the address");
}

void ConnectionEditorTest::judgesAddresses()
{
    QFETCH(QString, typed);
    QFETCH(QString, sentence);
    QFETCH(QString, base);
    Desk desk;
    desk.show();
    desk.enter(typed);
    desk.edit("tokenEdit")->setText(QStringLiteral("marker"));
    desk.edit("nameEdit")->setText(QStringLiteral("Other"));
    if (sentence.isEmpty()) {
        QVERIFY2(desk.save(), qPrintable(desk.note("baseNote")));
        QCOMPARE(desk.only().base, QUrl(base));
        QVERIFY(!desk.only().mayBePlain);
    } else {
        QVERIFY(!desk.save());
        QVERIFY2(desk.note("baseNote").startsWith(sentence), qPrintable(desk.note("baseNote")));
        QVERIFY(desk.isShown("baseNote"));
        QCOMPARE(desk.edit("tokenEdit")->text(), QStringLiteral("marker"));
        QVERIFY(desk.connections.all().isEmpty());
    }
}

void ConnectionEditorTest::plainNeedsConsent()
{
    Desk desk;
    desk.show();
    auto *consent = desk.get<QCheckBox>("consentBox");
    desk.enter(QStringLiteral("https://192.168.1.5"));
    QVERIFY(!consent->isVisible());
    desk.enter(QStringLiteral("http://192.168.1.5"));
    QVERIFY(consent->isVisible());
    QVERIFY(consent->text().startsWith(QStringLiteral("Token and voices go over the network in clear.")));
    desk.edit("tokenEdit")->setText(QStringLiteral("marker"));
    QVERIFY(!desk.save());
    QCOMPARE(desk.editor->focusWidget(), consent);
    QTest::keyClick(consent, Qt::Key_Space);
    QVERIFY(consent->isChecked());
    QVERIFY(desk.note("baseNote").isEmpty());
    desk.enter(QStringLiteral("http://192.168.1.6")); // that was not what was agreed to
    QVERIFY(!consent->isChecked());
    desk.enter(QStringLiteral("http://192.168.1.5/v2"));
    QVERIFY(consent->isChecked());
    QVERIFY(!desk.isShown("authority")); // there is no certificate to trust
    QVERIFY(desk.save());
    QVERIFY(desk.only().mayBePlain);
    delete desk.editor;
    desk.show(desk.only());
    QVERIFY(desk.get<QCheckBox>("consentBox")->isChecked());
}

void ConnectionEditorTest::namesAreUnique()
{
    Desk desk;
    const QString id = desk.add(desk.coze(QStringLiteral("Home")));
    desk.show();
    desk.edit("tokenEdit")->setText(QStringLiteral("pat_marker"));
    const auto refuses = [&desk](const QString &name, const QString &sentence) {
        desk.edit("nameEdit")->clear();
        QTest::keyClicks(desk.edit("nameEdit"), name);
        return !desk.save() && desk.note("nameNote").startsWith(sentence) &&
               desk.editor->focusWidget() == desk.edit("nameEdit");
    };
    QVERIFY(refuses(QStringLiteral("  "), QStringLiteral("Enter a name")));
    QVERIFY(refuses(QStringLiteral(" home "), QStringLiteral("Another connection is called so")));
    QVERIFY(refuses(QStringLiteral("This Computer"), QStringLiteral("Another connection is called so")));
    QCOMPARE(desk.connections.all().size(), 1);
    delete desk.editor;

    desk.show(*desk.connections.find(id)); // its own name is no other's
    QVERIFY(desk.save());
    QTRY_VERIFY(desk.editor.isNull());
    desk.show(*desk.connections.find(id));
    desk.edit("nameEdit")->setText(QStringLiteral("Away"));
    QVERIFY(desk.save());
    QCOMPARE(desk.connections.find(id)->name, QStringLiteral("Away"));
    QCOMPARE(desk.secret(id), QByteArray("pat_marker"));
}

void ConnectionEditorTest::suggestsNames()
{
    Desk desk;
    desk.add(desk.coze());
    desk.show();
    QCOMPARE(desk.edit("nameEdit")->text(), QStringLiteral("Coze in China (2)"));
    desk.choose(Elsewhere);
    QCOMPARE(desk.edit("nameEdit")->text(), QStringLiteral("Coze elsewhere"));
    desk.enter(QStringLiteral("https://voice.example.org/x"));
    QCOMPARE(desk.edit("nameEdit")->text(), QStringLiteral("voice.example.org"));
    QTest::keyClicks(desk.edit("nameEdit"), QStringLiteral("!"));
    desk.choose(China);
    QCOMPARE(desk.edit("nameEdit")->text(), QStringLiteral("voice.example.org!"));
}

void ConnectionEditorTest::keptTokenIsNeverShown()
{
    Desk desk;
    const QString id = desk.add(desk.coze());
    desk.show(*desk.connections.find(id));
    QCOMPARE(desk.editor->windowTitle(), QStringLiteral("Edit a connection"));
    QVERIFY(desk.isShown("keptLabel"));
    QCOMPARE(desk.get<QLabel>("keptLabel")->text(), QStringLiteral("A token is kept in the keyring."));
    QVERIFY(!desk.isShown("tokenEdit"));
    desk.get<QPushButton>("replaceButton")->click();
    QVERIFY(desk.isShown("tokenEdit"));
    QVERIFY(desk.edit("tokenEdit")->text().isEmpty());
    QCOMPARE(desk.editor->focusWidget(), desk.edit("tokenEdit"));
    QVERIFY(!desk.save()); // it is to be replaced, but by nothing
    desk.edit("tokenEdit")->setText(QStringLiteral("pat_second"));
    desk.get<QPushButton>("keepButton")->click();
    QVERIFY(!desk.isShown("tokenEdit"));
    QVERIFY(desk.save());
    QTRY_VERIFY(desk.editor.isNull());
    QCOMPARE(desk.secret(id), QByteArray("pat_marker"));

    desk.secrets.remember(id, SecretStore::Kept::UntilClosed);
    desk.show(*desk.connections.find(id));
    QCOMPARE(desk.get<QLabel>("keptLabel")->text(),
             QStringLiteral("A token is kept until the application closes."));
    desk.get<QPushButton>("replaceButton")->click();
    desk.edit("tokenEdit")->setText(QStringLiteral("pat_second"));
    QVERIFY(desk.save());
    QCOMPARE(desk.secret(id), QByteArray("pat_second"));
}

void ConnectionEditorTest::saysThatNoTokenCanBeRead()
{
    Desk desk;
    desk.show(*desk.connections.find(desk.add(desk.coze(), {})));
    QTRY_VERIFY(desk.get<QLabel>("keptLabel")->text().contains(QStringLiteral("the keyring may be locked")));
    QTest::keyClicks(desk.edit("nameEdit"), QStringLiteral("!"));
    QVERIFY(desk.save()); // which need not keep anybody from a new name
    QCOMPARE(desk.only().name, QStringLiteral("Coze in China!"));
}

void ConnectionEditorTest::tokenStaysWithItsAddress()
{
    Desk desk;
    desk.show(*desk.connections.find(desk.add(desk.coze())));
    desk.choose(Elsewhere); // Coze's other host: the address was wrong, the token need not be
    QVERIFY(desk.isShown("keptLabel"));
    desk.enter(QStringLiteral("https://voice.example.org"));
    QVERIFY(!desk.isShown("keptLabel"));
    QVERIFY(!desk.save());
    QVERIFY(desk.note("tokenNote").startsWith(QStringLiteral("Enter the token")));
    desk.choose(China);
    QVERIFY(desk.save());
    QCOMPARE(desk.only().base, QUrl(QStringLiteral("https://api.coze.cn")));
}

void ConnectionEditorTest::tokenHasAnEnd()
{
    Desk desk;
    desk.show();
    auto *box = desk.get<QCheckBox>("expiresBox");
    auto *day = desk.get<QDateEdit>("expiresEdit");
    QVERIFY(!day->isEnabled());
    QCOMPARE(day->date(), QDate::currentDate().addDays(30));
    QVERIFY(desk.note("expiresNote").contains(QStringLiteral("never tells")));
    box->click();
    QVERIFY(day->isEnabled());
    day->setDate(QDate::currentDate().addDays(-1));
    QVERIFY(desk.note("expiresNote").startsWith(QStringLiteral("This day is past")));
    day->setDate(QDate::currentDate().addDays(7));
    desk.edit("tokenEdit")->setText(QStringLiteral("pat_marker"));
    QVERIFY(desk.save());
    QCOMPARE(desk.only().expires, QDate::currentDate().addDays(7));
    delete desk.editor;

    desk.show(desk.only());
    QVERIFY(desk.get<QCheckBox>("expiresBox")->isChecked());
    QCOMPARE(desk.get<QDateEdit>("expiresEdit")->date(), QDate::currentDate().addDays(7));
    desk.get<QComboBox>("signInBox")->setCurrentIndex(int(SignIn::ServiceToken));
    QVERIFY(desk.save());
    QVERIFY(!desk.only().expires.isValid());
}

void ConnectionEditorTest::cozeAlwaysCharges()
{
    Desk desk;
    desk.show();
    auto *billed = desk.get<QCheckBox>("billedBox");
    QVERIFY(billed->isChecked());
    QVERIFY(!billed->isEnabled());
    desk.enter(QStringLiteral("http://localhost:1"));
    QVERIFY(billed->isEnabled());
    billed->click();
    desk.choose(Elsewhere);
    QVERIFY(billed->isChecked());
    desk.choose(Other);
    QVERIFY(!billed->isChecked());
    desk.edit("tokenEdit")->setText(QStringLiteral("marker"));
    QVERIFY(desk.save());
    QVERIFY(!desk.only().isBilled);
}

void ConnectionEditorTest::trustsAnAuthority()
{
    Desk desk;
    desk.show();
    QVERIFY(!desk.isShown("chooseAuthorityButton"));
    desk.enter(QStringLiteral("https://voice.example.org"));
    QVERIFY(desk.isShown("chooseAuthorityButton"));
    auto *authority = desk.get<ConnectionAuthority>("authority");
    authority->openFile(data("tls-authority.pem"));
    QTRY_VERIFY(desk.isShown("authorityLabel"));
    const QString words = desk.get<QLabel>("authorityLabel")->text();
    QVERIFY2(words.contains(QStringLiteral("“Voiceprint Studio test authority”")), qPrintable(words));
    QVERIFY2(words.contains(QStringLiteral("26")), qPrintable(words)); // of 2126
    authority->openFile(data("tls-good.pem")); // a bad one does not push out a good one
    QTRY_VERIFY(!desk.note("authorityNote").isEmpty());
    QVERIFY(desk.isShown("authorityLabel"));
    desk.edit("tokenEdit")->setText(QStringLiteral("marker"));
    QVERIFY(desk.save());
    QCOMPARE(QSslCertificate::fromData(desk.only().authority),
             QSslCertificate::fromPath(data("tls-authority.pem")));
    delete desk.editor;

    desk.show(desk.only());
    QVERIFY(desk.isShown("authorityLabel"));
    desk.get<QPushButton>("removeAuthorityButton")->click();
    QVERIFY(!desk.isShown("authorityLabel"));
    QVERIFY(desk.save());
    QVERIFY(desk.only().authority.isEmpty());
}

void ConnectionEditorTest::refusesAuthorities_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("words");
    const auto file = [](const char *name) {
        QFile read(data(name));
        return read.open(QIODevice::ReadOnly) ? read.readAll() : QByteArray();
    };
    QTest::newRow("a server's") << file("tls-good.pem")
                                << QStringLiteral("“127.0.0.1” is the certificate of a server");
    QTest::newRow("expired") << expiredAuthority
                             << QStringLiteral("the authority “Old authority” has expired on");
    QTest::newRow("a key") << file("tls-key.pem") << QStringLiteral("there is no certificate in it");
    QTest::newRow("rubbish") << QByteArray(5000, '\x7f') << QStringLiteral("there is no certificate in it");
    QTest::newRow("nothing") << QByteArray() << QStringLiteral("there is no certificate in it");
    QTest::newRow("much too long") << file("tls-authority.pem") + QByteArray(70'000, '\n')
                                   << QStringLiteral("This file cannot be used");
}

void ConnectionEditorTest::refusesAuthorities()
{
    QFETCH(QByteArray, content);
    QFETCH(QString, words);
    Desk desk;
    desk.show();
    desk.enter(QStringLiteral("https://voice.example.org"));
    desk.get<ConnectionAuthority>("authority")->openFile(desk.file(QStringLiteral("x.pem"), content));
    QTRY_VERIFY(!desk.note("authorityNote").isEmpty());
    QVERIFY2(desk.note("authorityNote").contains(words), qPrintable(desk.note("authorityNote")));
    QVERIFY(!desk.isShown("authorityLabel"));
}

void ConnectionEditorTest::choosesFilesWithoutBlocking()
{
    Desk desk;
    desk.show();
    desk.enter(QStringLiteral("https://voice.example.org"));
    desk.get<QPushButton>("chooseAuthorityButton")->click();
    auto *files = desk.editor->findChild<QFileDialog *>();
    QVERIFY(files && files->isVisible());
    files->selectFile(data("tls-authority.pem"));
    emit files->fileSelected(data("tls-authority.pem"));
    files->close();
    QTRY_VERIFY(desk.isShown("authorityLabel"));
}

void ConnectionEditorTest::opensCozesPages()
{
    Desk desk;
    Browser browser;
    desk.show();
    desk.get<QAbstractButton>("tokenPageButton")->click();
    desk.get<QAbstractButton>("guideButton")->click();
    desk.choose(Elsewhere);
    desk.get<QAbstractButton>("tokenPageButton")->click();
    QCOMPARE(browser.opened,
             (QList<QUrl>{QUrl(QStringLiteral("https://www.coze.cn/open/oauth/pats")),
                          QUrl(QStringLiteral("https://docs.coze.cn/developer_guides/authentication")),
                          QUrl(QStringLiteral("https://www.coze.com/open/oauth/pats"))}));
    desk.choose(Other);
    QVERIFY(!desk.isShown("pages"));
}

void ConnectionEditorTest::byKeyboardAlone()
{
    Desk desk;
    desk.show();
    QVERIFY(QTest::qWaitForWindowActive(desk.editor));
    QCOMPARE(
        tabOrder(*desk.editor),
        (QStringList{QStringLiteral("serviceBox"), QStringLiteral("accountEdit"), QStringLiteral("nameEdit"),
                     QStringLiteral("signInBox"), QStringLiteral("tokenEdit"), QStringLiteral("showButton"),
                     QStringLiteral("tokenPageButton"), QStringLiteral("guideButton"),
                     QStringLiteral("expiresBox"), QStringLiteral("saveButton"),
                     QStringLiteral("cancelButton")}));
    QCOMPARE(desk.editor->focusWidget()->objectName(), QStringLiteral("serviceBox"));
    QVERIFY(desk.button(QDialogButtonBox::Save)->isDefault());
    QTest::keyClick(desk.editor->focusWidget(), Qt::Key_End); // Another address
    QTest::keyClick(desk.editor->focusWidget(), Qt::Key_Tab);
    QTest::keyClicks(desk.editor->focusWidget(), QStringLiteral("http://localhost:9"));
    for (const char *next : {"accountEdit", "billedBox", "nameEdit", "signInBox", "tokenEdit"}) {
        QTest::keyClick(desk.editor->focusWidget(), Qt::Key_Tab);
        QCOMPARE(desk.editor->focusWidget()->objectName(), QLatin1String(next));
    }
    QTest::keyClicks(desk.editor->focusWidget(), QStringLiteral("marker"));
    QSignalSpy saved(desk.editor, &ConnectionEditor::saved);
    QTest::keyClick(desk.editor->focusWidget(), Qt::Key_Return);
    QTRY_COMPARE(saved.size(), 1);
    QCOMPARE(desk.only().base, QUrl(QStringLiteral("http://localhost:9")));
    QTest::keyClick(desk.editor, Qt::Key_Escape);
    QTRY_VERIFY(desk.editor.isNull());
}

void ConnectionEditorTest::everythingHasAName()
{
    Desk desk;
    desk.show();
    QCOMPARE(nameless(*desk.editor).join(QLatin1Char('\n')), QString());
}

void ConnectionEditorTest::otherLanguage()
{
    Desk desk;
    desk.show();
    desk.enter(QStringLiteral("http://10.0.0.7"));
    desk.get<QCheckBox>("consentBox")->click();
    desk.edit("nameEdit")->clear();
    QTest::keyClicks(desk.edit("nameEdit"), QStringLiteral("Attic"));
    desk.edit("tokenEdit")->setText(QStringLiteral("two words"));
    desk.get<QComboBox>("signInBox")->setCurrentIndex(int(SignIn::ServiceToken));
    desk.edit("clientIdEdit")->setText(QStringLiteral("123"));
    MarkedLanguage language;
    QApplication::installTranslator(&language);
    QTRY_VERIFY(desk.editor->windowTitle().startsWith(QStringLiteral("§")));
    QVERIFY(desk.get<QLabel>("serviceLabel")->text().startsWith(QStringLiteral("§")));
    QVERIFY(desk.note("tokenNote").startsWith(QStringLiteral("§A token is one word")));
    QVERIFY(desk.get<QPushButton>("signInButton")->text().startsWith(QStringLiteral("§")));
    QVERIFY(desk.get<QPushButton>("chooseAuthorityButton")->text().startsWith(QStringLiteral("§")));
    QCOMPARE(desk.get<QComboBox>("serviceBox")->currentIndex(), int(Other));
    QCOMPARE(desk.get<QComboBox>("signInBox")->currentIndex(), int(SignIn::ServiceToken));
    QCOMPARE(desk.edit("baseEdit")->text(), QStringLiteral("http://10.0.0.7"));
    QVERIFY(desk.get<QCheckBox>("consentBox")->isChecked());
    QCOMPARE(desk.edit("nameEdit")->text(), QStringLiteral("Attic"));
    QCOMPARE(desk.edit("tokenEdit")->text(), QStringLiteral("two words"));
    QCOMPARE(desk.edit("clientIdEdit")->text(), QStringLiteral("123"));
    QApplication::removeTranslator(&language);
}

ROOM_TEST(ConnectionEditorTest, QApplication)
#include "test_connectioneditor.moc"
