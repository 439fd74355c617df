package io.github.openairun.test.docs;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A block of code on a page.
 *
 * @param page the page, relative to the folder of the project
 * @param language the language that the page names
 * @param code the code
 */
record Block(String page, String language, String code) {

	private static final Pattern FENCE = Pattern.compile("^```(\\w*)\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

	private static final Pattern IMPORT = Pattern.compile("^import (?:static )?[\\w.]+;$", Pattern.MULTILINE);

	private static final Pattern FILE = Pattern.compile("^(?:public )?(?:class|interface|enum|record) ",
			Pattern.MULTILINE);

	private static final Pattern TEXT = Pattern.compile("\"(?:\\\\.|[^\"\\\\])*\"");

	static Stream<Block> all() {
		return Pages.all().stream().flatMap(Block::of);
	}

	static Stream<Block> of(Path page) {
		String name = Pages.root().relativize(page).toString();
		return FENCE.matcher(Pages.text(page))
			.results()
			.map((match) -> new Block(name, match.group(1), match.group(2)));
	}

	static List<Block> in(String language) {
		return all().filter((block) -> block.language().equals(language)).toList();
	}

	/** Return the import statements of a block, or of a source. */
	static Set<String> imports(String code) {
		return IMPORT.matcher(code).results().map(MatchResult::group).collect(Collectors.toSet());
	}

	/** Return a code without its imports and without white space. */
	static String body(String code) {
		return IMPORT.matcher(code).replaceAll("").replaceAll("\\s", "");
	}

	/** Whether it is a whole file, which readers copy as it is. */
	boolean isFile() {
		return FILE.matcher(this.code).find();
	}

	/** Whether a code needs an import. */
	static boolean needs(String code, String statement) {
		String name = statement.substring(statement.lastIndexOf('.') + 1, statement.length() - 1);
		String use = "(?<![.\\w])" + name + (statement.startsWith("import static ") ? "\\(" : "\\b");
		String bare = TEXT.matcher(IMPORT.matcher(code).replaceAll("")).replaceAll("\"\"");
		return Pattern.compile(use).matcher(bare).find();
	}

	@Override
	public String toString() {
		return this.page + ": " + this.code.lines().findFirst().orElse("");
	}

}
