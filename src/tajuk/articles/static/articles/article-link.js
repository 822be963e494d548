// A link to a story in the editor of paragraphs: chosen in Wagtail's dialog, kept by the story's id.
// A classic script, because Wagtail's editor is registered before modules run.

(() => {
  const { React, DraftJS, draftail, jQuery, ModalWorkflow } = window;

  class StorySource extends React.Component {
    componentDidMount() {
      this.closed = () => this.props.onClose();
      jQuery(document.body).on("hidden.bs.modal", this.closed);
      this.dialog = ModalWorkflow({
        url: this.props.entityType.chooserUrl,
        onload: new window.ChooserModalOnloadHandlerFactory().getOnLoadHandlers(),
        responses: { chosen: (story) => this.chosen(story) },
        onError: () => this.props.onClose(),
      });
    }

    componentWillUnmount() {
      jQuery(document.body).off("hidden.bs.modal", this.closed);
    }

    chosen(story) {
      const { editorState, entityType, onComplete } = this.props;
      const content = editorState.getCurrentContent();
      const selection = editorState.getSelection();
      const data = { id: story.id, title: story.string };
      const key = content.createEntity(entityType.type, "MUTABLE", data).getLastCreatedEntityKey();
      const next = selection.isCollapsed()
        ? DraftJS.EditorState.push(
            editorState,
            DraftJS.Modifier.replaceText(content, selection, story.string, null, key),
            "insert-characters",
          )
        : DraftJS.RichUtils.toggleLink(editorState, selection, key);
      this.dialog.close();
      onComplete(next);
    }

    render() {
      return null;
    }
  }

  function Story(props) {
    const { title, id } = props.contentState.getEntity(props.entityKey).getData();
    const icon = React.createElement(window.wagtail.components.Icon, { name: "doc-full" });
    return React.createElement(draftail.TooltipEntity, { ...props, icon, label: title || `#${id}` });
  }

  draftail.registerPlugin({ type: "ARTICLE", source: StorySource, decorator: Story }, "entityTypes");
})();
