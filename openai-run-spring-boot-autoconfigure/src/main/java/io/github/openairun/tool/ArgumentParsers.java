package io.github.openairun.tool;

import java.io.Reader;
import java.io.StringReader;

import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.io.IOContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes parsers that notice names that an object has twice, with the settings of a
 * mapper.
 */
final class ArgumentParsers extends JsonFactory {

	/** Longer texts are read piece by piece. */
	private static final int MAX_BUFFERED = 0x8000;

	ArgumentParsers(JsonMapper mapper) {
		super(((JsonFactory) mapper.tokenStreamFactory()).rebuild());
	}

	/**
	 * Make a parser.
	 * @param context the context that will use it
	 * @param json what to read
	 * @param firstCheckedDepth the depth from which on names are checked; that of the
	 * outermost object is 1
	 * @return a parser that stands before the first token
	 */
	ArgumentParser parser(ObjectReadContext context, String json, int firstCheckedDepth) {
		int length = json.length();
		IOContext io = _createContext(_createContentReference(json), true);
		int streamFeatures = context.getStreamReadFeatures(this._streamReadFeatures);
		int formatFeatures = context.getFormatReadFeatures(this._formatReadFeatures);
		ArgumentParser.Settings settings = new ArgumentParser.Settings(context, io, streamFeatures, formatFeatures,
				this._rootCharSymbols.makeChild());
		if (length > MAX_BUFFERED) {
			Reader reader = new StringReader(json);
			return new ArgumentParser(settings, reader, firstCheckedDepth);
		}
		this._streamReadConstraints.validateDocumentLength(length);
		char[] buffer = io.allocTokenBuffer(length);
		json.getChars(0, length, buffer, 0);
		return new ArgumentParser(settings, buffer, length, firstCheckedDepth);
	}

}
