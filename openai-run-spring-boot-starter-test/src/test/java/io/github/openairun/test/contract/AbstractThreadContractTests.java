package io.github.openairun.test.contract;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.github.openairun.AssistantThread;
import io.github.openairun.ContentPart;
import io.github.openairun.Message;
import io.github.openairun.MessageNotFoundException;
import io.github.openairun.PageQuery;
import io.github.openairun.Run;
import io.github.openairun.ThreadNotFoundException;
import io.github.openairun.Transcript;
import io.github.openairun.test.simulator.Variant;
import io.github.openairun.test.simulator.Wire;

import static io.github.openairun.test.simulator.MessageMatcher.anyMessage;
import static io.github.openairun.test.simulator.MessageMatcher.message;
import static io.github.openairun.test.simulator.ToolCallScript.call;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What creates, reads and changes threads and their messages.
 */
abstract class AbstractThreadContractTests extends AbstractContractTests {

	AbstractThreadContractTests(Wire wire) {
		super(wire);
	}

	@Test
	void createsEmptyThread() {
		AssistantThread thread = this.threads.create();
		assertThat(thread.id()).isNotEmpty();
		assertThat(thread.object()).isNotEmpty();
		assertThat(thread.createdAt()).isEqualTo(this.time.instant());
		assertThat(thread.metadata()).isEmpty();
		assertThat(this.threads.messages(thread.id(), PageQuery.newestFirst()).data()).isEmpty();
	}

	@Test
	void createsThreadWithMessagesAndMetadata() {
		AssistantThread thread = this.threads.create(List.of(Message.user("Hello"), Message.assistant("Hi")),
				Map.of("tenant", "t1"));
		assertThat(thread.metadata()).isEqualTo(Map.of("tenant", "t1"));
		assertThat(this.threads.load(thread.id())).isEqualTo(thread);
		List<Message> messages = this.threads.messages(thread.id(), PageQuery.oldestFirst()).data();
		assertThat(messages).extracting(Message::role).containsExactly("user", "assistant");
		assertThat(messages).extracting(Message::text).containsExactly("Hello", "Hi");
		assertThat(messages).extracting(Message::threadId).containsOnly(thread.id());
		assertThat(messages).extracting(Message::runId).containsOnlyNulls();
	}

	@Test
	void createsThreadWithMoreMessagesThanOneRequestMayCarry() {
		List<String> texts = IntStream.range(0, 45).mapToObj((number) -> "Message " + number).toList();
		String thread = this.threads.create(texts.stream().map(Message::user).toList(), Map.of()).id();
		assertThat(all(PageQuery.oldestFirst().limit(20), (query) -> this.threads.messages(thread, query)))
			.extracting(Message::text)
			.containsExactlyElementsOf(texts);
	}

	@Test
	void listsMessagesByPagesInBothOrders() {
		String thread = newThread();
		List.of("one", "two", "three").forEach((text) -> this.threads.addMessage(thread, Message.user(text)));
		assertThat(all(PageQuery.oldestFirst().limit(2), (query) -> this.threads.messages(thread, query)))
			.extracting(Message::text)
			.containsExactly("one", "two", "three");
		assertThat(all(PageQuery.newestFirst().limit(1), (query) -> this.threads.messages(thread, query)))
			.extracting(Message::text)
			.containsExactly("three", "two", "one");
	}

	@Test
	void pagesOfThreadWithToolCallsLoseNoMessage() {
		this.simulator.when(anyMessage()).call("findOrder", Map.of("number", "1")).reply("Hi");
		String thread = newThread();
		this.runs.execute(request("one").thread(thread).build());
		this.runs.execute(request("two").thread(thread).build());
		assertThat(all(PageQuery.oldestFirst().limit(1), (query) -> this.threads.messages(thread, query)))
			.extracting(Message::text)
			.containsExactly("one", "Hi", "two", "Hi");
	}

	@Test
	void transcriptHasMessagesAndCallsInOrder() {
		this.simulator.when(message().contains("one"))
			.calls(call("findOrder", Map.of("number", "1")), call("findOrder", Map.of("number", "2")))
			.call("findOrder", Map.of("number", "3"))
			.reply("Found");
		this.simulator.when(message().contains("two")).reply("Hi");
		String thread = this.threads.create(List.of(Message.assistant("Welcome")), Map.of()).id();
		Run run = this.runs.execute(request("one").thread(thread).build()).run();
		this.runs.execute(request("two").thread(thread).build());
		Transcript transcript = this.threads.transcript(thread);
		assertThat(transcript.complete()).isTrue();
		assertThat(transcript.entries()).extracting(AbstractThreadContractTests::text)
			.containsExactly("Welcome", "one", "findOrder 1", "findOrder 2", "findOrder 3", "Found", "two", "Hi");
		assertThat(called(transcript)).allSatisfy((called) -> {
			assertThat(called.open()).isFalse();
			assertThat(called.call().output()).contains("shipped");
			assertThat(called.runId()).isIn(run.id(), null);
		});
	}

	@Test
	void transcriptShowsCallsThatWait() {
		this.simulator.when(anyMessage()).call("findOrder", Map.of("number", "17")).reply("Done");
		Run waiting = afterTurn(newRun("Hello"));
		Transcript transcript = this.threads.transcript(waiting.threadId());
		assertThat(called(transcript)).singleElement().satisfies((called) -> {
			assertThat(called.open()).isTrue();
			assertThat(called.call().output()).isNull();
			assertThat(called.call().name()).isEqualTo("findOrder");
		});
	}

	@Test
	void transcriptOfDeletedThreadIsRefused() {
		String thread = newThread();
		assertThat(this.threads.transcript(thread).entries()).isEmpty();
		this.threads.delete(thread);
		assertThatExceptionOfType(ThreadNotFoundException.class).isThrownBy(() -> this.threads.transcript(thread));
	}

	private static List<Transcript.Called> called(Transcript transcript) {
		return transcript.entries()
			.stream()
			.filter(Transcript.Called.class::isInstance)
			.map(Transcript.Called.class::cast)
			.toList();
	}

	private static String text(Transcript.Entry entry) {
		return (entry instanceof Transcript.Said said) ? said.message().text()
				: (entry instanceof Transcript.Called called)
						? called.call().name() + " " + called.call().arguments().replaceAll("\\D", "") : "?";
	}

	@Test
	void replacesMetadataOfThread() {
		String thread = this.threads.create(List.of(), Map.of("tenant", "t1", "old", "yes")).id();
		// A server that merges takes nothing away, and says so.
		Map<String, String> expected = varied(Variant.METADATA_MERGED) ? Map.of("tenant", "t2", "old", "yes")
				: Map.of("tenant", "t2");
		assertThat(this.threads.modify(thread, Map.of("tenant", "t2")).metadata()).isEqualTo(expected);
		assertThat(this.threads.load(thread).metadata()).isEqualTo(expected);
	}

	@Test
	void metadataOfThreadSurvivesRuns() {
		this.simulator.when(anyMessage()).call("findOrder", Map.of("number", "1")).reply("Hi");
		String thread = this.threads.create(List.of(), Map.of("tenant", "t1")).id();
		this.runs.execute(request("Hello").thread(thread).metadata(Map.of("run", "r1")).build());
		assertThat(this.threads.load(thread).metadata()).isEqualTo(Map.of("tenant", "t1"));
	}

	@Test
	void deletesThread() {
		String thread = newThread();
		this.threads.delete(thread);
		assertThatExceptionOfType(ThreadNotFoundException.class).isThrownBy(() -> this.threads.load(thread))
			.satisfies((ex) -> assertThat(ex.threadId()).isEqualTo(thread));
	}

	@Test
	void addsAndLoadsMessage() {
		String thread = newThread();
		Message added = this.threads.addMessage(thread, Message.user("Hello"));
		assertThat(added.id()).isNotEmpty();
		assertThat(added.threadId()).isEqualTo(thread);
		Message loaded = this.threads.loadMessage(added.id(), thread);
		assertThat(loaded).isEqualTo(added);
		assertThat(loaded.text()).isEqualTo("Hello");
	}

	@Test
	void runSeesMessagesThatWereAddedBefore() {
		this.simulator.when(message().equalTo("Hello")).reply("Hi");
		String thread = newThread();
		this.threads.addMessage(thread, Message.user("Hello"));
		String run = this.runs.create("support", thread).id();
		assertThat(this.runs.resume(run, thread).text()).isEqualTo("Hi");
	}

	@Test
	void contentPartsSurvive() {
		String thread = newThread();
		Message added = this.threads.addMessage(thread,
				Message.user(ContentPart.text("Look:"), ContentPart.imageUrl("https://example.com/lamp.png"),
						ContentPart.imageFile("file-image"), ContentPart.file("file-bill")));
		List<ContentPart> content = this.threads.loadMessage(added.id(), thread).content();
		assertThat(content).hasSize(4);
		assertThat(content.get(0)).isEqualTo(ContentPart.text("Look:"));
		assertThat(content.get(1)).isInstanceOfSatisfying(ContentPart.ImageUrl.class,
				(image) -> assertThat(image.url()).isEqualTo("https://example.com/lamp.png"));
		assertThat(content.get(2)).isInstanceOfSatisfying(ContentPart.ImageFile.class,
				(image) -> assertThat(image.fileId()).isEqualTo("file-image"));
		assertThat(content.get(3)).isEqualTo(ContentPart.file("file-bill"));
	}

	@Test
	void runTakesContentParts() {
		this.simulator.when(message().contains("Look")).reply("A lamp");
		Message message = Message.user(ContentPart.text("Look"),
				new ContentPart.ImageUrl("https://example.com/lamp.png", "low"));
		String thread = this.runs.execute(request("Hello").message(message).thread(newThread()).build())
			.run()
			.threadId();
		assertThat(this.threads.messages(thread, PageQuery.oldestFirst()).data().get(1).content())
			.containsExactlyElementsOf(message.content());
	}

	@Test
	void unknownThreadIsNamed() {
		String missing = unknown(newThread());
		assertThatExceptionOfType(ThreadNotFoundException.class).isThrownBy(() -> this.threads.load(missing))
			.withMessageContaining(missing)
			.withMessageContaining(serverKeepsRuns() ? "another API key" : "in InMemoryThreadStore");
		assertThatExceptionOfType(ThreadNotFoundException.class)
			.isThrownBy(() -> this.threads.addMessage(missing, Message.user("Hello")))
			.satisfies((ex) -> assertThat(ex.threadId()).isEqualTo(missing));
		assertThatExceptionOfType(ThreadNotFoundException.class)
			.isThrownBy(() -> this.threads.messages(missing, PageQuery.newestFirst()));
		assertThatExceptionOfType(ThreadNotFoundException.class)
			.isThrownBy(() -> this.threads.modify(missing, Map.of()));
		assertThatExceptionOfType(ThreadNotFoundException.class).isThrownBy(() -> this.threads.delete(missing));
	}

	@Test
	void unknownMessageIsNamed() {
		String thread = newThread();
		String missing = unknown(this.threads.addMessage(thread, Message.user("Hello")).id());
		assertThatExceptionOfType(MessageNotFoundException.class)
			.isThrownBy(() -> this.threads.loadMessage(missing, thread))
			.withMessageContaining(missing)
			.withMessageContaining(thread);
	}

	@Test
	void swappedIdsAreRefusedBeforeAnythingIsSent() {
		String thread = newThread();
		String messageId = this.threads.addMessage(thread, Message.user("Hello")).id();
		assertNothingSent(
				() -> assertThatIllegalArgumentException().isThrownBy(() -> this.threads.loadMessage(thread, messageId))
					.withMessageContaining(thread));
		assertNothingSent(() -> assertThatIllegalArgumentException().isThrownBy(() -> this.threads.load(messageId))
			.withMessageContaining(messageId));
	}

	@Test
	void metadataBeyondTheLimitsIsRefusedBeforeAnythingIsSent() {
		assertNothingSent(() -> assertThatIllegalArgumentException()
			.isThrownBy(() -> this.threads.create(List.of(), Map.of("k", "v".repeat(513))))
			.withMessageContaining("512"));
	}

}
