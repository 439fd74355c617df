package io.github.openairun.samples.webchat;

import java.util.List;
import java.util.Objects;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import io.github.openairun.RunRequest;
import io.github.openairun.RunStep;
import io.github.openairun.Transcript;
import io.github.openairun.web.RunSseEmitter;
import io.github.openairun.web.RunSseEmitters;

/**
 * Streams the reply to a message, and returns or deletes the conversation so far.
 */
@RestController
class ChatController {

	private final RunSseEmitters emitters;

	private final Conversation conversation;

	ChatController(RunSseEmitters emitters, Conversation conversation) {
		this.emitters = emitters;
		this.conversation = conversation;
	}

	@PostMapping("/chat")
	RunSseEmitter chat(@RequestParam String message) {
		RunSseEmitter emitter = this.emitters
			.stream(RunRequest.assistant("support").thread(this.conversation.threadId()).message(message).build());
		this.conversation.replying(emitter);
		return emitter;
	}

	/**
	 * Cancel the run under way, also if it waits for a decision.
	 */
	@PostMapping("/chat/stop")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void stop() {
		this.conversation.stop();
	}

	/**
	 * Return the messages and tool calls of the conversation, oldest first, so that a
	 * page can show them after a reload.
	 */
	@GetMapping("/chat")
	List<ChatEntry> entries() {
		return this.conversation.entries().stream().map(ChatController::entry).toList();
	}

	@GetMapping("/chat/calls")
	List<ChatCall> calls() {
		return entries().stream().map(ChatEntry::call).filter(Objects::nonNull).toList();
	}

	/**
	 * Return the calls of the conversation that wait.
	 */
	@GetMapping("/chat/pending")
	List<ApprovalController.Waiting> pending() {
		return this.conversation.pending().stream().map(ApprovalController.Waiting::of).toList();
	}

	@DeleteMapping("/chat")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void delete() {
		this.conversation.delete();
	}

	private static ChatEntry entry(Transcript.Entry entry) {
		if (entry instanceof Transcript.Said said) {
			return new ChatEntry(said.message().role(), said.message().text(), null);
		}
		RunStep.Call call = ((Transcript.Called) entry).call();
		return new ChatEntry(null, null, new ChatCall(call.id(), call.name(), call.arguments(), call.output()));
	}

	/**
	 * Either a message or a call of a tool.
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	record ChatEntry(@Nullable String role, @Nullable String text, @Nullable ChatCall call) {
	}

	record ChatCall(@Nullable String call, @Nullable String tool, @Nullable String arguments, @Nullable String output) {
	}

}
