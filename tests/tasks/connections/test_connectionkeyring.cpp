// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/connections/connectionroom.h"

#include "runner.h"
#include "style/bars.h"
#include "tasks/connections/connectioneditor.h"
#include "tasks/connections/connectionsdialog.h"
#include "tasks/connections/connectionsmodel.h"

#include <QPushButton>

//! What a window says of tokens where a real keyring takes them.
class ConnectionKeyringTest : public QObject
{
    Q_OBJECT
private slots:
    void keepsAndRemoves()
    {
        ConnectionRoom room;
        QPointer<ConnectionsDialog> dialog = new ConnectionsDialog(room.studio(), Connections::localId);
        dialog->open();
        find<QPushButton>(*dialog, "addButton")->click();
        QPointer<ConnectionEditor> editor = dialog->findChild<ConnectionEditor *>();
        QVERIFY(editor);
        find<QLineEdit>(*editor, "tokenEdit")->setText(QStringLiteral("pat_marker"));
        find<QPushButton>(*editor, "saveButton")->click();
        QVERIFY(!find<QWidget>(*editor, "content")->isEnabled());
        QVERIFY(find<QWidget>(*editor, "savingLabel")->isVisible());
        QTest::keyClick(editor, Qt::Key_Escape); // where the token is must be known first
        QVERIFY(editor->isVisible());
        QTRY_VERIFY(editor.isNull()); // there is nothing to say
        QCOMPARE(room.connections.all().size(), 1);
        const QString id = room.connections.all().first().id;
        QAbstractItemModel *model = find<QTableView>(*dialog, "table")->model();
        QCOMPARE(model->index(1, ConnectionsModel::StateColumn).data().toString(), QString());
        QVERIFY(isInKeyring(id));

        find<QTableView>(*dialog, "table")->selectRow(1);
        find<QPushButton>(*dialog, "removeButton")->click();
        find<QPushButton>(*find<ConfirmBar>(*dialog, "confirm"), "confirmButton")->click();
        QTRY_VERIFY(!isInKeyring(id));
        QVERIFY(!find<Notice>(*dialog, "notice")->isVisible());
        delete dialog;
    }

private:
    //! Whether another application's store would find the secret of \a id.
    static bool isInKeyring(const QString &id)
    {
        SecretStore other;
        std::optional<bool> found;
        other.read(id, &other, [&](const Result<QByteArray> &secret) {
            found = secret && *secret == QByteArray("pat_marker");
        });
        return QTest::qWaitFor([&] { return found.has_value(); }) && *found;
    }
};

ROOM_TEST(ConnectionKeyringTest, QApplication)
#include "test_connectionkeyring.moc"
