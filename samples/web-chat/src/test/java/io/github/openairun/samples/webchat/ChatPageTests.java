package io.github.openairun.samples.webchat;

import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import io.github.openairun.test.simulator.Fault;
import io.github.openairun.test.simulator.OpenAiSimulator;
import io.github.openairun.test.simulator.Operation;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.github.openairun.test.simulator.MessageMatcher.message;
import static io.github.openairun.test.simulator.ToolCallScript.call;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Opens the page in a headless Chromium. Skipped where none is installed.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "openai.api-key=sk-test", "openai.run.assistants.support.mcp[0].server-label=warehouse",
				"openai.run.assistants.support.mcp[0].server-url=https://mcp.example.com",
				"openai.run.assistants.support.mcp[0].require-approval=always" })
class ChatPageTests {

	private static final OpenAiSimulator simulator = OpenAiSimulator.start();

	private static Playwright playwright;

	private static Browser chromium;

	@LocalServerPort
	private int port;

	private BrowserContext context;

	private Page page;

	@DynamicPropertySource
	static void connect(DynamicPropertyRegistry registry) {
		registry.add("openai.base-url", simulator::baseUrl);
	}

	@BeforeAll
	static void launch() {
		Optional<Path> executable = executable();
		assumeThat(executable).as("a chromium on the PATH, which shows the page").isPresent();
		playwright = Playwright
			.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
		chromium = playwright.chromium()
			.launch(new BrowserType.LaunchOptions().setExecutablePath(executable.orElseThrow())
				.setArgs(List.of("--no-sandbox", "--disable-gpu", "--disable-background-networking",
						"--disable-component-update", "--disable-sync", "--no-first-run")));
	}

	private static Optional<Path> executable() {
		return Stream.of(System.getenv("PATH").split(File.pathSeparator))
			.flatMap((folder) -> Stream.of("chromium", "chromium-browser", "google-chrome")
				.map(Path.of(folder)::resolve))
			.filter((file) -> file.toFile().canExecute())
			.findFirst();
	}

	@AfterAll
	static void close() {
		if (playwright != null) {
			playwright.close();
		}
		simulator.close();
	}

	@BeforeEach
	void open() {
		open(new Browser.NewContextOptions());
	}

	private void open(Browser.NewContextOptions options) {
		this.context = chromium.newContext(options);
		this.page = this.context.newPage();
		this.page.navigate("http://localhost:" + this.port + "/");
	}

	@AfterEach
	void leave() {
		this.context.close();
	}

	@Test
	void showsTextAndToolCallsAsTheyArrive() {
		simulator.when(message().equalTo("order 17"))
			.call("findOrder", Map.of("number", "17"))
			.reply("It was shipped today")
			.betweenDeltas(Duration.ofMillis(200));
		send("order 17");
		assertThat(this.page.getByText("Thinking")).isVisible();
		assertThat(entries("tool .head")).hasText("findOrder");
		assertThat(entries("tool")).hasClass("tool success");
		assertThat(entries("assistant")).hasText("It was");
		assertThat(entries("assistant")).hasText("It was shipped today");
		assertThat(this.page.getByText("Thinking")).hasCount(0);
		assertThat(button("Send")).isVisible();
	}

	@Test
	void rendersMarkdownAndNeverMarkup() {
		simulator.when(message().equalTo("format"))
			.reply("# Lamps\n\n- **two** lamps\n- `E27`\n\n<img src=x onerror=alert(1)>[here](javascript:alert(1))");
		send("format");
		assertThat(entries("assistant").locator("h2")).hasText("Lamps");
		assertThat(entries("assistant").locator("li")).hasText(new String[] { "two lamps", "E27" });
		assertThat(entries("assistant").locator("p"))
			.hasText("<img src=x onerror=alert(1)>[here](javascript:alert(1))");
		assertThat(entries("assistant").locator("img, a")).hasCount(0);
	}

	@Test
	void keepsTheConversationAfterAReload() {
		simulator.when(message().equalTo("remember")).reply("I will");
		send("remember");
		assertThat(entries("assistant")).hasText("I will");
		this.page.reload();
		assertThat(entries("user")).hasText("remember");
		assertThat(entries("assistant")).hasText("I will");
		button("New conversation").click();
		assertThat(entries("user")).hasCount(0);
		this.page.reload();
		assertThat(this.page.getByText("Ask about an order")).isVisible();
	}

	@Test
	void offersToTryAgainAfterAFailure() {
		simulator.when(message().equalTo("refused")).reply("Now it works");
		simulator.failNext(Operation.CREATE_RUN, Fault.beforeActing(400));
		send("refused");
		assertThat(this.page.getByRole(AriaRole.ALERT)).containsText("internal");
		button("Try again").click();
		assertThat(entries("assistant")).hasText("Now it works");
		assertThat(this.page.getByRole(AriaRole.ALERT)).hasCount(0);
		assertThat(entries("user")).hasCount(1);
	}

	@Test
	void approvesACallWithOtherArguments() {
		askForARefund("refund edited");
		assertThat(card().locator("form")).isFocused();
		Locator arguments = card().getByLabel("Arguments");
		arguments.fill("{\"number\":\"17\"}");
		cardButton("Approve").click();
		assertThat(card().getByRole(AriaRole.ALERT)).hasText("The arguments do not fit the tool.");
		arguments.fill("{\"number\":\"17\",\"amount\":5}");
		cardButton("Approve").press("Enter");
		assertThat(entries("assistant")).hasText("I asked");
		assertThat(entries("tool.success .head")).hasText("refund");
		card().locator("summary").click();
		assertThat(card().locator(".result")).containsText("Refunded 5 euros of order 17");
	}

	@Test
	void deniesACall() {
		askForARefund("refund denied");
		card().getByLabel("Reason, if you deny").fill("Too late");
		cardButton("Deny").click();
		assertThat(entries("assistant")).hasText("I asked");
		assertThat(entries("tool.failure .head")).hasText("refund: denied");
		card().locator("summary").click();
		assertThat(card().locator(".result")).containsText("Too late");
	}

	@Test
	void approvesACallOfARemoteServerAsItIs() {
		simulator.when(message().equalTo("Is it there?"))
			.requestApproval("warehouse", "count", Map.of("number", "17"), "3 lamps")
			.reply("There are three");
		send("Is it there?");
		assertThat(card().locator(".head")).hasText("count: needs your approval at warehouse");
		assertThat(card().getByLabel("Arguments")).not().isEditable();
		cardButton("Approve").click();
		assertThat(entries("assistant")).hasText("There are three");
		assertThat(card().locator(".head")).hasText("count: Approved");
	}

	@Test
	void decidesAfterAReload() {
		askForARefund("refund reloaded");
		this.page.reload();
		assertThat(card().getByLabel("Arguments")).hasValue(Pattern.compile("<img src=x>"));
		assertThat(this.page.locator("#log img")).hasCount(0);
		cardButton("Approve").click();
		assertThat(entries("assistant")).hasText("I asked");
	}

	@Test
	void stopsARunThatWaits() {
		askForARefund("refund halted");
		button("Stop").click();
		assertThat(this.page.getByText("Stopped")).isVisible();
		this.page.navigate("http://localhost:" + this.port + "/waiting.html");
		assertThat(this.page.getByRole(AriaRole.STATUS)).hasText("Nothing waits");
	}

	@Test
	void decidesOnTheSecondPage() {
		askForARefund("refund elsewhere");
		Page waiting = this.context.newPage();
		waiting.navigate("http://localhost:" + this.port + "/waiting.html");
		assertThat(waiting.getByRole(AriaRole.STATUS)).hasText("Waiting: 1");
		waiting.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target", "waiting.png")));
		assertThat(new AxeBuilder(waiting).analyze().getViolations()).extracting(Rule::getId, Rule::getHelp).isEmpty();
		waiting.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Approve")).click();
		assertThat(waiting.getByRole(AriaRole.STATUS)).hasText("Nothing waits");
		assertThat(entries("assistant")).hasText("I asked");
	}

	@ParameterizedTest
	@EnumSource(names = { "LIGHT", "DARK" })
	void aCardThatAsksIsAccessible(ColorScheme scheme) {
		this.context.close();
		open(new Browser.NewContextOptions().setColorScheme(scheme).setViewportSize(360, 640));
		askForARefund((scheme == ColorScheme.LIGHT) ? "Please refund order 17" : "Please refund order 18", "17");
		screenshot("approval-phone-" + scheme.name().toLowerCase(Locale.ROOT));
		assertThat((Integer) this.page.evaluate("document.documentElement.scrollWidth")).isLessThanOrEqualTo(360);
		assertThat(new AxeBuilder(this.page).analyze().getViolations()).extracting(Rule::getId, Rule::getHelp)
			.isEmpty();
		this.page.setViewportSize(900, 640);
		screenshot("approval-" + scheme.name().toLowerCase(Locale.ROOT));
		cardButton("Deny").click();
		assertThat(entries("assistant")).hasText("I asked");
	}

	private void askForARefund(String text) {
		askForARefund(text, "<img src=x>");
	}

	private void askForARefund(String text, String number) {
		simulator.when(message().equalTo(text)).call("refund", Map.of("number", number, "amount", 10)).reply("I asked");
		send(text);
		assertThat(card().getByLabel("Arguments")).isVisible();
	}

	private Locator card() {
		return entries("tool");
	}

	private Locator cardButton(String name) {
		return card().getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name));
	}

	@Test
	void stopsARun() {
		simulator.when(message().equalTo("endless")).reply("word ".repeat(10_000)).betweenDeltas(Duration.ofMillis(20));
		send("endless");
		assertThat(entries("assistant")).containsText("word");
		button("Stop").click();
		assertThat(this.page.getByText("Stopped")).isVisible();
		assertThat(this.page.getByLabel("Your message")).isFocused();
	}

	@Test
	void followsALongReplyAndFitsAPhone() {
		this.context.close();
		open(new Browser.NewContextOptions().setViewportSize(360, 640));
		simulator.when(message().contains("long"))
			.reply("x".repeat(500) + "\n\n" + "a line\n\n".repeat(60) + "the end");
		send("long " + "y".repeat(200));
		assertThat(this.page.getByText("the end")).isInViewport();
		assertThat((Integer) this.page.evaluate("document.documentElement.scrollWidth")).isLessThanOrEqualTo(360);
		assertThat((Boolean) this.page.evaluate("scroller.scrollWidth <= scroller.clientWidth")).isTrue();
		assertThat(button("Send")).isInViewport();
		screenshot("phone");
	}

	@ParameterizedTest
	@EnumSource(names = { "LIGHT", "DARK" })
	void isAccessible(ColorScheme scheme) {
		this.context.close();
		open(new Browser.NewContextOptions().setColorScheme(scheme).setViewportSize(900, 640));
		simulator.when(message().contains("order 17"))
			.calls(call("findOrder", Map.of("number", "17")), call("estimateArrival", Map.of("number", "17")))
			.reply("Order **17** was shipped:\n\n- on 20 November\n- with `DHL`\n\nIt arrives on **24 November**.");
		simulator.when(message().equalTo("fail")).fail("server_error", "No");
		send("Where is order 17, and when does it arrive?");
		assertThat(entries("assistant").locator("li")).hasCount(2);
		screenshot(scheme.name().toLowerCase(Locale.ROOT));
		send("fail");
		assertThat(this.page.getByRole(AriaRole.ALERT)).isVisible();
		assertThat(new AxeBuilder(this.page).analyze().getViolations()).extracting(Rule::getId, Rule::getHelp)
			.isEmpty();
	}

	private void send(String text) {
		this.page.getByLabel("Your message").fill(text);
		this.page.keyboard().press("Enter");
	}

	private Locator entries(String kind) {
		return this.page.locator("#log ." + kind);
	}

	private Locator button(String name) {
		return this.page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
	}

	private void screenshot(String name) {
		this.page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target", "chat-" + name + ".png")));
	}

}
