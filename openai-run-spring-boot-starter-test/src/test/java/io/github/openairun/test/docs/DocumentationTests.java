package io.github.openairun.test.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.github.openairun.autoconfigure.OpenAiProperties;
import io.github.openairun.autoconfigure.OpenAiRunProperties;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the documentation shows is what a test compiles, binds or runs.
 */
class DocumentationTests {

	private static final Path ROOT = Pages.root();

	private static final Pattern BLOCK = Pattern.compile("^```(\\w*)\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

	@ParameterizedTest
	@MethodSource("javaBlocks")
	void javaStandsInASourceThatIsCompiled(Block block) {
		List<Path> sources = sources();
		assertThat(sources).isNotEmpty();
		assertThat(sources.stream().map((source) -> normalize(read(source))))
			.as("sources that hold a block of %s", block.page())
			.anyMatch((source) -> source.contains(normalize(block.code())));
	}

	@ParameterizedTest
	@MethodSource("yamlBlocks")
	void yamlIsBoundWithoutALeftover(Block block) throws IOException {
		List<PropertySource<?>> sources = new YamlPropertySourceLoader().load(block.page(),
				new ByteArrayResource(block.code().getBytes(StandardCharsets.UTF_8)));
		assertThat(sources).hasSize(1);
		ConfigurationPropertySource source = ConfigurationPropertySources.from(sources.get(0)).iterator().next();
		ConfigurationPropertySource withoutKey = source.filter((name) -> !name.toString().equals("openai.api-key"));
		boolean bound = new Binder(withoutKey)
			.bind("openai.run", Bindable.of(OpenAiRunProperties.class),
					new NoUnboundElementsBindHandler(BindHandler.DEFAULT))
			.isBound();
		ConfigurationPropertySource connection = withoutKey
			.filter((name) -> !ConfigurationPropertyName.of("openai.run").isAncestorOf(name));
		bound |= new Binder(connection)
			.bind("openai", Bindable.of(OpenAiProperties.class), new NoUnboundElementsBindHandler(BindHandler.DEFAULT))
			.isBound();
		assertThat(bound).isTrue();
	}

	@Test
	void thereAreTwoCommandsInTheReadme() {
		assertThat(blocks("sh")).filteredOn((block) -> block.page().equals("README.md"))
			.extracting((block) -> block.code().strip())
			.containsExactly("mvn -q -pl samples/quickstart -am spring-boot:run", "mvn -B verify");
		assertThat(read(ROOT.resolve(".ci/run"))).contains("mvn -q -pl samples/quickstart -am spring-boot:run")
			.contains("mvn -B verify");
	}

	/**
	 * What a command names must exist: a module that can be run, or a profile.
	 */
	@ParameterizedTest
	@MethodSource("shBlocks")
	void commandsNameWhatExists(Block block) {
		String parent = read(ROOT.resolve("pom.xml"));
		for (String command : block.code().replace("\\\n", " ").strip().lines().toList()) {
			assertThat(command).startsWith("mvn ");
			Matcher module = Pattern.compile("-pl (\\S+)").matcher(command);
			if (module.find()) {
				assertThat(parent).contains("<module>" + module.group(1) + "</module>");
				assertThat(command).contains(" -am spring-boot:run").doesNotContain("run.skip");
				assertThat(read(ROOT.resolve(module.group(1)).resolve("pom.xml")))
					.contains("<spring-boot.run.skip>false</spring-boot.run.skip>");
			}
			else {
				assertThat(command).endsWith(" verify");
			}
			Matcher profile = Pattern.compile(" -P(\\S+)").matcher(command);
			if (profile.find()) {
				assertThat(read(ROOT.resolve("openai-run-spring-boot-starter-test/pom.xml")))
					.contains("<id>" + profile.group(1) + "</id>");
			}
		}
	}

	@Test
	void theDependencyIsTheStarterInItsVersion() {
		String parent = read(ROOT.resolve("pom.xml"));
		String starter = read(ROOT.resolve("openai-run-spring-boot-starter/pom.xml"));
		assertThat(blocks("xml")).singleElement().satisfies((block) -> {
			assertThat(starter).contains("<artifactId>" + element("artifactId", block.code()) + "</artifactId>");
			assertThat(parent).contains("<groupId>" + element("groupId", block.code()) + "</groupId>")
				.contains("<version>" + element("version", block.code()) + "</version>");
		});
	}

	@Test
	void theTableOfPropertiesIsComplete() throws IOException {
		String readme = read(ROOT.resolve("README.md"));
		JsonNode metadata = JsonMapper.builder()
			.build()
			.readTree(OpenAiProperties.class.getResource("/META-INF/spring-configuration-metadata.json")
				.openStream()
				.readAllBytes());
		List<String> names = new ArrayList<>();
		for (JsonNode property : metadata.get("properties")) {
			names.add(property.get("name").asString());
		}
		Map<String, String> maps = Map.of("openai.headers", "openai.headers.*", "openai.run.assistants",
				"openai.run.assistants.<name>.*");
		assertThat(names).hasSizeGreaterThan(15)
			.allSatisfy((name) -> assertThat(readme).contains("| `" + maps.getOrDefault(name, name) + "` |"));
		Matcher rows = Pattern.compile("^\\| `(openai\\.[^`]+)` \\|", Pattern.MULTILINE).matcher(readme);
		assertThat(rows.results().map((row) -> row.group(1)))
			.allMatch((name) -> names.contains(name) || maps.containsValue(name));
	}

	@Test
	void linksLeadToFiles() {
		Pattern link = Pattern.compile("\\]\\(([^)#:]+)\\)");
		for (Path page : pages()) {
			assertThat(link.matcher(read(page)).results().map((result) -> result.group(1)))
				.allSatisfy((target) -> assertThat(page.resolveSibling(target)).exists());
		}
	}

	@Test
	void everyKindOfBlockIsChecked() {
		assertThat(pages().stream().flatMap((page) -> blocks(page)).map(Block::language)).containsOnly("java", "kotlin",
				"yaml", "sh", "xml", "json", "text", "mermaid");
	}

	@Test
	void diagramsAreOfStates() {
		Pattern arrow = Pattern.compile("\\s*(\\[\\*]|\\w+) --> (\\[\\*]|\\w+)(: [\\w ,]+)?");
		assertThat(
				pages().stream().flatMap((page) -> blocks(page)).filter((block) -> block.language().equals("mermaid")))
			.isNotEmpty()
			.allSatisfy((block) -> {
				List<String> lines = block.code().strip().lines().toList();
				assertThat(lines.get(0)).isEqualTo("stateDiagram-v2");
				assertThat(lines.subList(1, lines.size())).allMatch(arrow.asMatchPredicate());
			});
	}

	@Test
	void jsonIsJson() {
		JsonMapper mapper = JsonMapper.builder().build();
		assertThat(blocks("json")).isNotEmpty()
			.allSatisfy((block) -> assertThat(mapper.readTree(block.code()).isObject()).isTrue());
	}

	static List<Block> javaBlocks() {
		return blocks("java");
	}

	static List<Block> shBlocks() {
		return blocks("sh");
	}

	static List<Block> yamlBlocks() {
		return blocks("yaml");
	}

	private static List<Block> blocks(String language) {
		return pages().stream()
			.flatMap(DocumentationTests::blocks)
			.filter((block) -> block.language().equals(language))
			.toList();
	}

	private static Stream<Block> blocks(Path page) {
		return BLOCK.matcher(read(page))
			.results()
			.map((result) -> new Block(ROOT.relativize(page).toString(), result.group(1), result.group(2)));
	}

	private static List<Path> pages() {
		return Stream.concat(list(ROOT), list(ROOT.resolve("docs")))
			.filter((file) -> file.toString().endsWith(".md"))
			.sorted()
			.toList();
	}

	private static List<Path> sources() {
		Path examples = ROOT.resolve("openai-run-spring-boot-starter-test/src/test/java/io/github/openairun/test/docs");
		return list(examples).filter((file) -> file.toString().endsWith("Tests.java")).toList();
	}

	private static Stream<Path> list(Path folder) {
		try (Stream<Path> files = Files.list(folder)) {
			return files.toList().stream();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String normalize(String code) {
		return code.replaceAll("\\s", "");
	}

	private static String element(String name, String xml) {
		Matcher matcher = Pattern.compile("<" + name + ">([^<]+)</").matcher(xml);
		assertThat(matcher.find()).isTrue();
		return matcher.group(1);
	}

	record Block(String page, String language, String code) {

		@Override
		public String toString() {
			return this.page + ": " + this.code.lines().findFirst().orElse("");
		}

	}

}
