// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/groupchooser.h"

#include "lists/recordmodel.h"
#include "style/lineicon.h"
#include "style/onchange.h"

#include <QComboBox>
#include <QCompleter>
#include <QHBoxLayout>
#include <QIdentityProxyModel>
#include <QLineEdit>
#include <QToolButton>

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
    , m_box(new QComboBox)
    , m_reloadButton(new QToolButton)
    , m_groups(new RecordModel<api::Group>(
          {{[] { return tr("Group"); }, [](const api::Group &group) { return group.name; }}}, groupsAPage,
          this))
{
    m_groups->setSource([](int page, int size) { return api::listGroups(page, size); });
    m_box->setObjectName(QStringLiteral("groupBox"));
    m_box->setEditable(true);
    m_box->setInsertPolicy(QComboBox::NoInsert);
    m_box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_box->setMinimumContentsLength(16);
    auto *names = new EditableNames(this);
    names->setSourceModel(m_groups);
    m_box->setModel(names);
    m_box->completer()->setCompletionMode(QCompleter::PopupCompletion);
    m_box->completer()->setFilterMode(Qt::MatchContains);
    m_reloadButton->setObjectName(QStringLiteral("reloadGroupsButton"));
    m_reloadButton->setIcon(lineIcon(QStringLiteral("refresh")));
    m_reloadButton->setAutoRaise(true);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins({});
    row->addWidget(m_box, 1);
    row->addWidget(m_reloadButton);
    setFocusProxy(m_box);
    m_typing.setSingleShot(true);
    m_typing.setInterval(typingMs);

    connect(m_box, &QComboBox::activated, this, &GroupChooser::choose);
    connect(m_box->lineEdit(), &QLineEdit::textEdited, this, [this] { m_typing.start(); });
    connect(m_box->lineEdit(), &QLineEdit::editingFinished, this, &GroupChooser::leaveText);
    connect(&m_typing, &QTimer::timeout, this, &GroupChooser::lookFurther);
    connect(m_reloadButton, &QToolButton::clicked, this, &GroupChooser::reload);
    connect(m_groups, &PagedModel::loaded, this, &GroupChooser::settle);
    connect(m_groups, &PagedModel::loadingChanged, this, &GroupChooser::changed);
    connect(m_groups, &PagedModel::failed, this, &GroupChooser::failed);
    onLanguageChange(this, [this] { retranslate(); });
    retranslate();
}

GroupChooser::~GroupChooser() = default;

void GroupChooser::setClient(Client *client)
{
    m_wanted.clear();
    m_loaded = false;
    m_groups->setClient(client);
    m_box->setCurrentIndex(-1);
    m_box->clearEditText();
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

void GroupChooser::setWanted(const QString &groupId)
{
    m_wanted = groupId;
    if (m_loaded)
        settle();
}

std::optional<api::Group> GroupChooser::current() const
{
    const int row = m_groups->rowOf(m_current);
    if (m_current.isEmpty() || row < 0)
        return {};
    return m_groups->record(row);
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
    const QString id = row >= 0 && row < m_groups->rowCount() ? m_groups->record(row).id : QString();
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
        const bool isTyping = m_box->lineEdit()->isModified() && m_box->lineEdit()->hasFocus();
        if (!isTyping)
            m_box->setCurrentIndex(std::max(row, m_isFirstDefault && m_groups->rowCount() > 0 ? 0 : -1));
        choose(isTyping ? m_groups->rowOf(m_current) : m_box->currentIndex());
    }
    if (m_typing.isActive())
        lookFurther();
    emit changed();
}

void GroupChooser::lookFurther()
{
    const QString text = m_box->currentText();
    if (text.isEmpty() || m_box->findText(text, Qt::MatchContains) >= 0)
        return m_typing.stop();
    if (m_groups->canFetchMore({})) {
        m_groups->fetchMore({});
        m_typing.start();
    }
}

void GroupChooser::leaveText()
{
    m_typing.stop();
    m_box->lineEdit()->setModified(false);
    int row = m_box->currentIndex();
    if (row < 0 || m_box->itemText(row) != m_box->currentText())
        row = m_box->findText(m_box->currentText(), Qt::MatchFixedString);
    if (row < 0)
        row = m_groups->rowOf(m_current);
    m_box->setCurrentIndex(row);
    choose(row);
}

void GroupChooser::retranslate()
{
    m_box->setAccessibleName(tr("Group"));
    m_box->lineEdit()->setAccessibleName(m_box->accessibleName());
    m_box->setToolTip(tr("Choose from the list, or type a part of the name"));
    m_box->setPlaceholderText(tr("No group"));
    m_reloadButton->setToolTip(tr("Read the groups again"));
    m_reloadButton->setAccessibleName(m_reloadButton->toolTip());
}
