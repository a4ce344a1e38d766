// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/groupchooser.h"

#include "lists/recordmodel.h"
#include "style/words.h"
#include "ui_groupchooser.h"

#include <QCompleter>
#include <QIdentityProxyModel>
#include <QLineEdit>

namespace {
constexpr int groupsAPage = 200;
constexpr int typingMs = 300;

//! A box that one can type in takes its texts from the edit role.
class EditableNames : public QIdentityProxyModel
{
public:
    using QIdentityProxyModel::QIdentityProxyModel;
    QVariant data(const QModelIndex &index, int role) const override
    {
        return QIdentityProxyModel::data(index, role == Qt::EditRole ? Qt::DisplayRole : role);
    }
};

} // namespace

GroupChooser::GroupChooser(QWidget *parent)
    : QWidget(parent)
    , m_groups(new RecordModel<api::Group>(
          {{[] { return tr("Group"); }, [](const api::Group &group) { return visibleName(group.name); }}},
          groupsAPage, this))
{
    m_groups->setSource([](int page, int size) { return api::listGroups(page, size); });
    const auto nameField = [this] {
        m_form->groupBox->lineEdit()->setAccessibleName(m_form->groupBox->accessibleName());
    };
    m_form.setUp(this, nameField);
    auto *names = new EditableNames(this);
    names->setSourceModel(m_groups);
    m_form->groupBox->setModel(names);
    m_form->groupBox->completer()->setCompletionMode(QCompleter::PopupCompletion);
    m_form->groupBox->completer()->setFilterMode(Qt::MatchContains);
    setFocusProxy(m_form->groupBox);
    m_typing.setSingleShot(true);
    m_typing.setInterval(typingMs);

    connect(m_form->groupBox, &QComboBox::activated, this, &GroupChooser::choose);
    connect(m_form->groupBox->lineEdit(), &QLineEdit::textEdited, this, [this] { m_typing.start(); });
    connect(m_form->groupBox->lineEdit(), &QLineEdit::editingFinished, this, [this] {
        m_typing.stop();
        m_form->groupBox->lineEdit()->setModified(false);
        int row = m_form->groupBox->currentIndex();
        if (row < 0 || m_form->groupBox->itemText(row) != m_form->groupBox->currentText())
            row = m_form->groupBox->findText(m_form->groupBox->currentText(), Qt::MatchFixedString);
        if (row < 0)
            row = m_groups->rowOf(m_current);
        m_form->groupBox->setCurrentIndex(row);
        choose(row);
    });
    connect(&m_typing, &QTimer::timeout, this, &GroupChooser::lookFurther);
    connect(m_form->reloadGroupsButton, &QToolButton::clicked, this, &GroupChooser::reload);
    connect(m_groups, &PagedModel::loaded, this, &GroupChooser::settle);
    connect(m_groups, &PagedModel::loadingChanged, this, &GroupChooser::changed);
    connect(m_groups, &PagedModel::failed, this, &GroupChooser::failed);
    nameField();
}

void GroupChooser::setClient(Client *client)
{
    m_wanted.clear();
    m_loaded = false;
    m_groups->setClient(client);
    m_form->groupBox->setCurrentIndex(-1);
    m_form->groupBox->clearEditText();
    choose(-1);
}

void GroupChooser::reload()
{
    if (m_wanted.isEmpty())
        m_wanted = m_current;
    m_groups->reload();
}

void GroupChooser::refresh()
{
    if (m_wanted.isEmpty())
        m_wanted = m_current;
    m_groups->refresh();
}

void GroupChooser::touch()
{
    m_groups->touchAll();
}

std::optional<api::Group> GroupChooser::current() const
{
    return m_current.isEmpty() ? std::nullopt : m_groups->find(m_current);
}

bool GroupChooser::isLoading() const
{
    return m_groups->isLoading();
}

bool GroupChooser::isEmpty() const
{
    return m_loaded && m_groups->rowCount() == 0;
}

void GroupChooser::choose(int row)
{
    const auto group = m_groups->at(row);
    const QString id = group ? group->id : QString();
    if (!id.isEmpty())
        m_wanted.clear();
    if (id == m_current)
        return;
    m_current = id;
    emit chosen();
}

void GroupChooser::settle()
{
    m_loaded = true;
    // A reload has emptied the box: choose again what was chosen, else what was wanted, else the first.
    const int row = m_groups->rowOf(m_wanted.isEmpty() ? m_current : m_wanted);
    if (row < 0 && !m_wanted.isEmpty() && m_groups->canFetchMore({})) {
        m_groups->fetchMore({});
    } else {
        const bool isTyping =
            m_form->groupBox->lineEdit()->isModified() && m_form->groupBox->lineEdit()->hasFocus();
        if (!isTyping)
            m_form->groupBox->setCurrentIndex(
                std::max(row, m_isFirstDefault && m_groups->rowCount() > 0 ? 0 : -1));
        choose(isTyping ? m_groups->rowOf(m_current) : m_form->groupBox->currentIndex());
    }
    if (m_typing.isActive())
        lookFurther();
    emit changed();
}

void GroupChooser::lookFurther()
{
    const QString text = m_form->groupBox->currentText();
    if (text.isEmpty() || m_form->groupBox->findText(text, Qt::MatchContains) >= 0)
        return m_typing.stop();
    if (m_groups->canFetchMore({})) {
        m_groups->fetchMore({});
        m_typing.start();
    }
}
