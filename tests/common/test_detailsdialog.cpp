// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/detailsdialog.h"
#include "runner.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>

class DetailsDialogTest : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_dialog = new DetailsDialog({QStringLiteral("Kitchen"), QStringLiteral("old")}, {20, 500});
        m_dialog->setWords([] { return QStringLiteral("Edit"); }, [] { return QStringLiteral("Save"); });
        m_dialog->open();
        m_name = m_dialog->findChild<QLineEdit *>(QStringLiteral("nameEdit"));
        m_description = m_dialog->findChild<QPlainTextEdit *>(QStringLiteral("descriptionEdit"));
        m_count = m_dialog->findChild<QLabel *>(QStringLiteral("nameCount"));
        m_ok =
            m_dialog->findChild<QDialogButtonBox *>(QStringLiteral("buttons"))->button(QDialogButtonBox::Ok);
    }
    void cleanup() { delete m_dialog; }

    void codePointsCount()
    {
        QVERIFY(m_ok->isEnabled());
        m_name->setText(QStringLiteral("😀").repeated(20)); // 40 UTF-16 units
        QVERIFY(m_ok->isEnabled());
        QCOMPARE(m_count->text(), QStringLiteral("20 of 20 characters"));
        m_name->setText(QStringLiteral("😀").repeated(21));
        QVERIFY(!m_ok->isEnabled());
        QCOMPARE(m_count->text(), QStringLiteral("Too long: 21 of 20 characters"));
        m_name->setText(QStringLiteral("   "));
        QVERIFY(!m_ok->isEnabled());
        QCOMPARE(m_count->text(), QStringLiteral("A name is needed."));
        m_name->setText(QStringLiteral("x"));
        m_description->setPlainText(QStringLiteral("声").repeated(500));
        QVERIFY(m_ok->isEnabled());
        m_description->setPlainText(QStringLiteral("声").repeated(501));
        QVERIFY(!m_ok->isEnabled());
    }

    void aFailureLosesNothing()
    {
        QSignalSpy submitted(m_dialog, &DetailsDialog::submitted);
        m_name->setText(QStringLiteral("  Hall "));
        QTest::mouseClick(m_ok, Qt::LeftButton);
        QCOMPARE(submitted.size(), 1);
        QCOMPARE(submitted.first().first().value<Details>(),
                 (Details{QStringLiteral("Hall"), QStringLiteral("old")}));
        QVERIFY(!m_ok->isEnabled()); // not twice
        m_dialog->fail({.error = Error{Error::Kind::Offline}});
        QVERIFY(m_dialog->isVisible());
        QVERIFY(m_dialog->findChild<QWidget *>(QStringLiteral("notice"))->isVisible());
        QVERIFY(m_ok->isEnabled());
        QCOMPARE(m_name->text(), QStringLiteral("  Hall "));
    }

private:
    DetailsDialog *m_dialog = nullptr;
    QLineEdit *m_name = nullptr;
    QPlainTextEdit *m_description = nullptr;
    QLabel *m_count = nullptr;
    QPushButton *m_ok = nullptr;
};

ROOM_TEST(DetailsDialogTest, QApplication)
#include "test_detailsdialog.moc"
