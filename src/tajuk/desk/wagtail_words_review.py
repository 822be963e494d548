"""Words of Wagtail on histories and reviews, in its letters about them, and on the screens of pictures.

Wagtail's own Indonesian catalogue lacks them. Our locale folder comes before Wagtail's, so a translation that stands in
our catalogue is shown in its place; this module only names the words for `make messages` to find. Nothing imports the
values. A word that Wagtail itself has translated by the next upgrade may go from here.
"""

from django.utils.translation import gettext_noop, ngettext_lazy

REVIEW = (
    # History and review.
    gettext_noop("%(action)s at <b>%(at)s</b>"),
    gettext_noop("%(action)s by <b>%(who)s</b>"),
    gettext_noop("%(action)s by <b>%(who)s</b> at <b>%(at)s</b>"),
    ngettext_lazy("+%(counter)s more", "+%(counter)s more"),
    gettext_noop("Action"),
    gettext_noop("Action type"),
    gettext_noop("active"),
    gettext_noop(
        "Active tasks can be added to workflows. Deactivating a task does not remove it from "
        "existing workflows."
    ),
    gettext_noop("Anyone"),
    gettext_noop("App"),
    gettext_noop("Approve with comment"),
    gettext_noop("Approved"),
    gettext_noop("Approved by %(approved_by)s"),
    gettext_noop("Approved task"),
    gettext_noop("By task"),
    gettext_noop("By workflow"),
    gettext_noop("Cancelled"),
    gettext_noop("Cancelled by %(cancelled_by)s"),
    gettext_noop("Changes requested"),
    gettext_noop("Changes requested by %(requested_by)s"),
    gettext_noop("Compare with current version"),
    gettext_noop("current task state"),
    gettext_noop("Date / Time"),
    gettext_noop("Date/Time"),
    gettext_noop("Disabled"),
    gettext_noop("Edit / Review"),
    gettext_noop("finished at"),
    gettext_noop("finished by"),
    gettext_noop("Group approval task"),
    gettext_noop("Group approval tasks"),
    gettext_noop("ID"),
    gettext_noop("In progress"),
    gettext_noop("Incomplete task"),
    gettext_noop("Initial Revision"),
    gettext_noop("Last edit"),
    gettext_noop("Last edited page"),
    gettext_noop("live + in moderation"),
    gettext_noop("Locked at <b>%(locking_date)s</b>"),
    gettext_noop("Locked by"),
    gettext_noop("Locked by <b>%(locked_by)s</b> at <b>%(locking_date)s</b>"),
    gettext_noop("Locked by <b>you</b> at <b>%(locking_date)s</b>"),
    gettext_noop("Locking status"),
    gettext_noop("Members of the chosen Wagtail Groups can approve this task"),
    ngettext_lazy("Moved down 1 place.", "Moved down %(counter)s places."),
    ngettext_lazy("Moved up 1 place.", "Moved up %(counter)s places."),
    gettext_noop("Needs changes"),
    gettext_noop("Not started"),
    gettext_noop("Not used"),
    gettext_noop("Page/Snippet"),
    gettext_noop("Page/Snippet ID"),
    gettext_noop("Page/Snippet Title"),
    gettext_noop("Page/Snippet Type"),
    gettext_noop(
        "Pages/snippets at this step in a workflow will be moderated or approved by these groups of users"
    ),
    gettext_noop("Published"),
    gettext_noop("Rejected"),
    gettext_noop("Request changes"),
    gettext_noop("requested by"),
    gettext_noop("Requested by"),
    gettext_noop("Requested By"),
    gettext_noop("Requested by <b>%(modified_by)s</b>"),
    gettext_noop("Review this version"),
    gettext_noop("See full history"),
    gettext_noop("Skipped"),
    gettext_noop("started at"),
    gettext_noop("Started at <b>%(started_at)s</b>"),
    gettext_noop("status"),
    gettext_noop("Status %(status)s"),
    gettext_noop("Submitted"),
    gettext_noop("task"),
    gettext_noop("Task '%(task_name)s' on Revision '%(revision_info)s': %(status)s"),
    gettext_noop("Task state"),
    gettext_noop("Task states"),
    gettext_noop("tasks"),
    gettext_noop('The %(model_name)s "%(title)s" has been approved in "%(task)s".'),
    gettext_noop('The %(model_name)s "%(title)s" has been approved in "%(workflow)s".'),
    gettext_noop('The %(model_name)s "%(title)s" has been approved in moderation stage "%(task)s".'),
    gettext_noop('The %(model_name)s "%(title)s" has been approved in workflow "%(workflow)s".'),
    gettext_noop(
        'The %(model_name)s "%(title)s" has been rejected during "%(task)s" in workflow '
        '"%(workflow)s" by %(rejector)s.'
    ),
    gettext_noop(
        'The %(model_name)s "%(title)s" has been rejected during "%(task)s" in workflow "%(workflow)s".'
    ),
    gettext_noop('The %(model_name)s "%(title)s" has been rejected during "%(task)s".'),
    gettext_noop('The %(model_name)s "%(title)s" has been rejected during "%(workflow)s".'),
    gettext_noop('The %(model_name)s "%(title)s" has been rejected in moderation stage "%(task)s".'),
    gettext_noop(
        'The %(model_name)s "%(title)s" has been submitted for approval in moderation stage "%(task)s"'
    ),
    gettext_noop(
        'The %(model_name)s "%(title)s" has been submitted for approval in moderation stage "%(task)s".'
    ),
    gettext_noop(
        'The %(model_name)s "%(title)s" has been submitted for approval to moderation stage "%(task)s".'
    ),
    gettext_noop(
        'The %(model_name)s "%(title)s" has been submitted for moderation to workflow '
        '"%(workflow)s" by %(requester)s.'
    ),
    gettext_noop(
        'The %(model_name)s "%(title)s" has been submitted for moderation to workflow "%(workflow)s".'
    ),
    gettext_noop('The %(model_name)s "%(title)s" has been submitted to workflow "%(workflow)s"'),
    gettext_noop(
        "The %(model_name)s '%(title)s' is not currently awaiting moderation in task '%(task_name)s'."
    ),
    gettext_noop("The %(model_name)s '%(title)s' is not currently awaiting moderation."),
    gettext_noop('The following comment was left: "%(comment)s"'),
    gettext_noop("There are no differences between these two versions"),
    gettext_noop("This %(model_name)s hasn't been submitted for moderation yet"),
    gettext_noop("Timeline"),
    gettext_noop("User"),
    gettext_noop("with comment:"),
    gettext_noop("workflow"),
    gettext_noop("Workflow '%(workflow_name)s' on %(model_name)s '%(title)s': %(status)s"),
    gettext_noop("Workflow completed"),
    gettext_noop("Workflow history"),
    gettext_noop("Workflow progress"),
    gettext_noop("Workflow started"),
    gettext_noop("Workflow state"),
    gettext_noop("workflow state"),
    gettext_noop("Workflow states"),
    gettext_noop("workflow task order"),
    gettext_noop("workflow task orders"),
    gettext_noop("workflow_tasks"),
    gettext_noop("workflows"),
    gettext_noop("You can edit the %(model_name)s here:"),
    gettext_noop("You can preview the %(model_name)s here:"),
)

PICTURES = (
    # Pictures.
    ngettext_lazy(
        "%(num_parent_objects)d image has been added to %(collection)s",
        "%(num_parent_objects)d images have been added to %(collection)s",
    ),
    ngettext_lazy(
        "%(num_parent_objects)d image has been deleted", "%(num_parent_objects)d images have been deleted"
    ),
    ngettext_lazy(
        '%(total)s Image <span class="w-sr-only">created in %(site_name)s</span>',
        '%(total)s Images <span class="w-sr-only">created in %(site_name)s</span>',
    ),
    gettext_noop("(optional)"),
    ngettext_lazy("Add 1 image to new collection", "Add %(counter)s images to new collection"),
    gettext_noop("Add collections"),
    gettext_noop("Add images to collection"),
    gettext_noop("Add selected images to collection"),
    ngettext_lazy("Add tags to 1 image", "Add tags to %(counter)s images"),
    gettext_noop("Add tags to images"),
    gettext_noop("Add tags to the selected images"),
    gettext_noop("Add to collection"),
    ngettext_lazy(
        "Are you sure you want to add the following image to the selected collection?",
        "Are you sure you want to add the following images to the selected collection?",
    ),
    ngettext_lazy(
        "Are you sure you want to delete this image?", "Are you sure you want to delete these images?"
    ),
    ngettext_lazy(
        "Are you sure you want to tag the following image?",
        "Are you sure you want to tag the following images?",
    ),
    gettext_noop("Choose another image"),
    gettext_noop("Copied to clipboard"),
    gettext_noop("Copy URL"),
    gettext_noop("Copying to clipboard failed"),
    gettext_noop("Created"),
    ngettext_lazy("Delete 1 image", "Delete %(counter)s images"),
    gettext_noop("Delete collections"),
    gettext_noop("Delete images"),
    gettext_noop("Delete new image"),
    gettext_noop("Delete selected images"),
    gettext_noop("Edit collections"),
    gettext_noop("Existing"),
    gettext_noop("File size: (high to low)"),
    gettext_noop("File size: (low to high)"),
    gettext_noop("Focal point"),
    gettext_noop("Format"),
    gettext_noop("Generate URL"),
    gettext_noop("Grid layout"),
    gettext_noop("Image focal point"),
    gettext_noop("Image is decorative"),
    gettext_noop("Image URL"),
    gettext_noop("Keep new image"),
    gettext_noop("Layout"),
    gettext_noop("List layout"),
    ngettext_lazy(
        "New tags have been added to %(num_parent_objects)d image",
        "New tags have been added to %(num_parent_objects)d images",
    ),
    gettext_noop("Newest"),
    gettext_noop("No, don't add"),
    gettext_noop(
        "Not a valid .%(extension)s image. The extension does not match the file format (%(image_format)s)"
    ),
    gettext_noop("Oldest"),
    gettext_noop("Please add some alt text for your image or mark it as decorative"),
    gettext_noop("Please provide an image description to comply with best practices for accessibility."),
    gettext_noop("Select all images in listing"),
    gettext_noop("Select images in choosers"),
    gettext_noop("Sort by"),
    gettext_noop("Tags"),
    gettext_noop("The filter options you have selected are not valid."),
    gettext_noop("This file has too many pixels (%(num_pixels)s). Maximum pixels %(max_pixels_count)s."),
    gettext_noop("Title: (A -> Z)"),
    gettext_noop("Title: (Z -> A)"),
    gettext_noop("To define this image's most important region, drag a box over the image above."),
    gettext_noop("unknown number"),
    gettext_noop(
        "Upload successful. However, your new image seems to be a duplicate of an existing "
        "image. You may delete it if it wasn't required."
    ),
    gettext_noop(
        "Upload successful. However, your new image seems to be a duplicate of this existing "
        "image. You may delete it if it wasn't required."
    ),
    gettext_noop("Usage count: (high to low)"),
    gettext_noop("Usage count: (low to high)"),
    gettext_noop("Use existing and delete new"),
    gettext_noop("Use new image"),
    gettext_noop(
        'Why not <a class="upload-one-now" href="#tab-upload" '
        'data-action="w-tabs#select:prevent" data-w-tabs-target="trigger" '
        'data-w-tabs-focus-param="true">upload one now</a>?'
    ),
    gettext_noop("Yes, add"),
    ngettext_lazy(
        "You don't have permission to add tags to this image",
        "You don't have permission to add tags to these images",
    ),
    ngettext_lazy(
        "You don't have permission to add this image to a collection",
        "You don't have permission to add these images to a collection",
    ),
    ngettext_lazy(
        "You don't have permission to delete this image", "You don't have permission to delete these images"
    ),
    gettext_noop("You haven't uploaded any images in this collection."),
    gettext_noop("You haven't uploaded any images."),
)
