<?php
// Install WordPress and publish the article, with others beside it; the article's path is printed.
$_SERVER['HTTP_HOST'] = getenv('PAPER_HOST');
define('WP_INSTALLING', true);
require getenv('PAPER_ROOT') . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
$copy = json_decode(stream_get_contents(STDIN), true);
wp_install('Harian Contoh', 'admin', 'admin@contoh.example', true, '', 'kopi-tubruk-pagi');
update_option('siteurl', 'http://' . getenv('PAPER_HOST'));
update_option('home', 'http://' . getenv('PAPER_HOST'));
update_option('permalink_structure', '/%postname%/');
update_option('posts_per_page', 10);
switch_theme('twentytwentythree');
for ($number = 0; $number < 60; $number++) {
    $id = wp_insert_post(array(
        'post_title' => $copy['headline'] . ' ' . $number,
        'post_name' => 'berita-' . $number,
        'post_excerpt' => $copy['summary'],
        'post_content' => implode("\n", $copy['paragraphs']),
        'post_status' => 'publish',
        'post_author' => 1,
    ));
}
global $wp_rewrite;
$wp_rewrite->init();
$wp_rewrite->flush_rules(true);
echo '/berita-59/';
