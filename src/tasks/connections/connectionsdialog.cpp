// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/connections/connectionsdialog.h"

#include "account/secretstore.h"
#include "account/services.h"
#include "tasks/connections/connectioneditor.h"
#include "tasks/connections/connectionsmodel.h"
#include "ui_connectionsdialog.h"

#include <QCloseEvent>
#include <QScreen>
#include <QShortcut>

ConnectionsDialog::ConnectionsDialog(const Studio &studio, const QString &currentId, QWidget *parent)
    : QDialog(parent)
    , m_studio(studio)
    , m_model(new ConnectionsModel(studio.connections, studio.activity, this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    m_form.setUp(this, [this] { retranslate(); });
    m_form->table->setModel(m_model);
    m_form->table->restoreColumns(*studio.settings, QStringLiteral("connectionsColumns"),
                                  {20, 0, 24, 32, 15, 15});
    m_form->tests->attach(studio, m_form->testButton);
    m_model->setUnkept(
        [this](const QString &id) { return m_studio.secrets->whereIs(id) == KeptSecret::UntilClosed; });
    connect(m_model, &QAbstractItemModel::modelAboutToBeReset, this,
            [this] { m_selected = m_model->id(std::max(0, m_form->table->currentIndex().row())); });
    connect(m_model, &QAbstractItemModel::modelReset, this, [this] {
        m_form->confirm->dismiss();
        select(m_selected);
    });
    connect(m_form->table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this] {
        m_form->confirm->dismiss(); // it asks about another one
        refresh();
    });
    connect(m_form->table, &RecordTable::chosen, this, &ConnectionsDialog::useSelected);
    connect(m_form->connectButton, &QPushButton::clicked, this, &ConnectionsDialog::useSelected);
    connect(m_form->addButton, &QPushButton::clicked, this, [this] { add({}); });
    connect(m_form->editButton, &QPushButton::clicked, this, [this] { edit(selectedId()); });
    connect(m_form->removeButton, &QPushButton::clicked, this, &ConnectionsDialog::askToRemove);
    connect(m_form->testButton, &QPushButton::clicked, this, &ConnectionsDialog::test);
    connect(m_form->closeButton, &QPushButton::clicked, this, &QWidget::close);
    connect(m_form->tests, &ConnectionTestPane::started, this, &ConnectionsDialog::refresh);
    connect(m_form->tests, &ConnectionTestPane::ended, this, [this] {
        refresh();
        layout()->activate(); // the report may have left the table less room
        m_form->table->scrollTo(m_form->table->currentIndex());
    });
    connect(m_form->tests, &ConnectionTestPane::moveRequested, this,
            [this](const QString &id, const QUrl &base) {
                auto connection = m_studio.connections->find(id);
                if (!connection)
                    return;
                if (connectionname::isSuggested(*connection))
                    connection->name = connectionname::suggested(base, *m_studio.connections, connection->id);
                connection->base = base;
                m_studio.connections->change(*connection);
                m_form->tests->forget(id);
                select(id);
                m_form->testButton->setFocus();
                emit edited(id, false);
            });
    new QShortcut(
        QKeySequence::Delete, m_form->table, [this] { askToRemove(); }, Qt::WidgetShortcut);
    new QShortcut(
        Qt::Key_F2, m_form->table, [this] { edit(selectedId()); }, Qt::WidgetShortcut);
    setCurrent(currentId);
    select(currentId);
    m_form->table->setFocus();
    retranslate();
    const QSize wanted(fontMetrics().averageCharWidth() * 155, fontMetrics().height() * 40);
    resize(wanted.boundedTo(screen()->availableSize() * 0.92));
}

void ConnectionsDialog::setCurrent(const QString &id)
{
    m_model->setCurrent(id);
    refresh();
}

QString ConnectionsDialog::selectedId() const
{
    const int row = m_form->table->currentIndex().row();
    return row < 0 ? QString() : m_model->id(row);
}

void ConnectionsDialog::select(const QString &id)
{
    m_form->table->selectRow(std::max(0, m_model->rowOf(id)));
    refresh();
}

void ConnectionsDialog::useSelected()
{
    if (!selectedId().isEmpty() && selectedId() != m_model->current())
        emit connectRequested(selectedId());
}

void ConnectionsDialog::edit(const QString &id)
{
    const auto connection = m_studio.connections->find(id);
    if (!connection)
        return;
    select(id);
    openEditor(*connection);
}

void ConnectionsDialog::openEditor(const SavedConnection &connection)
{
    if (auto *open = findChild<ConnectionEditor *>())
        return open->activateWindow();
    m_form->confirm->dismiss();
    m_form->notice->clear();
    auto *editor = new ConnectionEditor(m_studio, connection, this);
    connect(editor, &ConnectionEditor::saved, this,
            [this, isNew = connection.id.isEmpty()](const QString &id, bool hasNewSecret) {
                if (hasNewSecret)
                    m_form->tests->forgetCalls(id);
                m_model->retranslate(); // Connections does not know where the secret is
                select(id);
                m_form->tests->forget(id);
                if (!isNew)
                    emit edited(id, hasNewSecret);
            });
    editor->open();
}

void ConnectionsDialog::askToRemove()
{
    const auto connection = selected();
    if (!connection)
        return;
    m_form->notice->clear();
    m_form->confirm->ask(
        [name = connection->name] {
            return tr("Remove “%1” from this list? Its token is removed from the keyring as well. Nothing in "
                      "the cloud is deleted.")
                .arg(name);
        },
        [] { return tr("Remove"); }, [this, connection = *connection] { remove(connection); });
}

void ConnectionsDialog::remove(const SavedConnection &connection)
{
    m_form->tests->forget(connection.id);
    m_studio.connections->remove(connection.id);
    m_studio.secrets->forget(connection.id);
    m_studio.secrets->remove(
        connection.id, this, [this, name = connection.name](const Result<Nothing> &done) {
            if (!done)
                m_form->notice->showSentence(
                    tr("“%1” is removed from this list, but the keyring did not answer: its token may still "
                       "be "
                       "there. Look for it in your desktop's keyring, or make it invalid where it was made.")
                        .arg(name));
        });
    m_form->table->setFocus();
}

void ConnectionsDialog::test()
{
    m_form->notice->clear();
    if (const auto connection = selected())
        m_form->tests->begin(*connection);
}

void ConnectionsDialog::refresh()
{
    const bool isSaved = selected().has_value();
    const QString current = m_model->current();
    m_form->unsavedLabel->setVisible(!current.isEmpty() && m_model->rowOf(current) < 0);
    m_form->editButton->setEnabled(isSaved);
    m_form->removeButton->setEnabled(isSaved);
    m_form->testButton->setEnabled(isSaved && !m_form->tests->isRunning());
    m_form->testLabel->setVisible(isSaved);
    m_form->connectButton->setEnabled(!selectedId().isEmpty() && selectedId() != current);
}

void ConnectionsDialog::retranslate()
{
    setWindowTitle(tr("Connections"));
    m_model->retranslate();
    refresh();
}

void ConnectionsDialog::reject()
{
    if (m_form->tests->isRunning())
        m_form->tests->cancel();
    else
        QDialog::reject();
}

void ConnectionsDialog::closeEvent(QCloseEvent *event)
{
    m_form->tests->cancel();
    QDialog::closeEvent(event);
}
