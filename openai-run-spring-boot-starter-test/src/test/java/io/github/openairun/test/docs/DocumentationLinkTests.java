package io.github.openairun.test.docs;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Links between the pages of the documentation lead to files and sections that exist.
 */
class DocumentationLinkTests {

	private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");

	private static final Pattern HEADING = Pattern.compile("^#+ (.+)$", Pattern.MULTILINE);

	@ParameterizedTest
	@MethodSource("pages")
	void linksLeadToFilesAndSections(Path page) {
		for (String link : links(page)) {
			int hash = link.indexOf('#');
			String file = (hash < 0) ? link : link.substring(0, hash);
			Path target = file.isEmpty() ? page : page.resolveSibling(file).normalize();
			assertThat(target).as(link).exists();
			if (hash >= 0) {
				assertThat(anchors(target)).as(link).contains(link.substring(hash + 1));
			}
		}
	}

	@Test
	void everyPageOfTheReferenceIsInTheIndexAndEverySampleInTheReadme() {
		Set<Path> linked = new HashSet<>();
		for (String index : List.of("README.md", "docs/README.md")) {
			Path page = Pages.root().resolve(index);
			links(page).forEach((link) -> linked.add(page.resolveSibling(link.replaceAll("#.*", "")).normalize()));
		}
		assertThat(linked)
			.containsAll(Pages.all().stream().filter((page) -> page.startsWith(Pages.root().resolve("docs"))).toList())
			.containsAll(
					Pages.list(Pages.root().resolve("samples")).map((sample) -> sample.resolve("README.md")).toList());
	}

	@ParameterizedTest
	@ValueSource(strings = { "runs.md#several-tenants", "#gen_aiexecute_toolduration" })
	void anAnchorIsWhatRenderersMakeOfAHeading(String link) {
		assertThat(anchors("## Several tenants\n## gen_ai.execute_tool.duration\n## `a`: *b*\n## `a`: *b*\n"))
			.contains(link.substring(link.indexOf('#') + 1), "a-b", "a-b-1");
	}

	static List<Path> pages() {
		return Pages.all();
	}

	private static List<String> links(Path page) {
		return LINK.matcher(withoutBlocks(Pages.text(page)))
			.results()
			.map((link) -> link.group(1))
			.filter((link) -> !link.matches("[a-z]+:.*"))
			.toList();
	}

	private static Set<String> anchors(Path page) {
		return anchors(withoutBlocks(Pages.text(page)));
	}

	private static Set<String> anchors(String text) {
		Map<String, Integer> counts = new HashMap<>();
		Set<String> anchors = new HashSet<>();
		Matcher headings = HEADING.matcher(text);
		while (headings.find()) {
			String anchor = headings.group(1)
				.replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1")
				.toLowerCase(Locale.ROOT)
				.replaceAll("[^\\w\\- ]", "")
				.strip()
				.replace(' ', '-');
			int before = counts.merge(anchor, 1, Integer::sum) - 1;
			anchors.add((before == 0) ? anchor : anchor + "-" + before);
		}
		return anchors;
	}

	private static String withoutBlocks(String text) {
		return text.replaceAll("(?ms)^```.*?^```$", "");
	}

}
