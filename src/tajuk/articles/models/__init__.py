"""Tables of the articles: the story, who and what made it, what keeps it in, what was mended."""

from tajuk.articles.models.article import Article
from tajuk.articles.models.data_stories import DataStory, DataStoryRun
from tajuk.articles.models.live import LiveCoverage, LivePost
from tajuk.articles.models.profiles import StoryProfile
from tajuk.articles.models.quoted import QuotedPrice
from tajuk.articles.models.rights import ArticleRights
from tajuk.articles.models.sources import Credit, Derivation
from tajuk.articles.models.standing import Correction, Restriction

__all__ = [
    "Article",
    "ArticleRights",
    "Correction",
    "Credit",
    "DataStory",
    "DataStoryRun",
    "Derivation",
    "LiveCoverage",
    "LivePost",
    "QuotedPrice",
    "Restriction",
    "StoryProfile",
]
